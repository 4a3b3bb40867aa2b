/* The scatter plot: any two components, classes by colour, zoom, lasso. */
const count = data.file.length;
const dimensions = data.components.length;
const state = {x: 0, y: 1, classes: new Set(), hideOthers: false, image: -1, nearest: []};
const LEGEND = 20;
const perClass = new Array(data.labels.length).fill(0);
for (const label of data.label) perClass[label]++;

/* Few chosen classes of many get the colours that are told apart best. */
function coloursNow() {
  const chosen = [...state.classes].sort((a, b) => a - b);
  if (!chosen.length || chosen.length > data.palette.length) return data.colours;
  if (data.labels.length <= data.palette.length) return data.colours;
  const dealt = data.colours.slice();
  chosen.forEach((label, i) => { dealt[label] = data.palette[i]; });
  return dealt;
}

const isShown = (i) => !state.classes.size || state.classes.has(data.label[i]);
const xOf = (i) => data.components[state.x][i];
const yOf = (i) => (dimensions === 1 ? -data.label[i] : data.components[state.y][i]);
const place = (i) => [xOf(i), yOf(i), i];
const symbolSize = () => (count > 3000 ? 5 : count > 600 ? 7 : 9);

function thumbnail(i) {
  const source = data.thumbnails[i];
  if (!source) return [];
  const image = element('img', 'thumb');
  image.src = source;
  image.alt = '';
  return [image];
}

function tip(i) {
  return element('div', 'tip', ...thumbnail(i), element('div', '',
      element('b', '', data.file[i]), element('span', '', data.labels[data.label[i]])));
}

function componentName(i) {
  return `component ${i + 1} (${(100 * data.shares[i]).toFixed(1)} % of the variance)`;
}

function pointSeries() {
  const all = Array.from({length: count}, (_, i) => i);
  const colours = coloursNow();
  const opacity = count > 3000 ? 0.7 : 0.8;
  return [
    {
      id: 'others', type: 'scatter', silent: true, symbolSize: symbolSize() - 1, large: true,
      data: state.hideOthers ? [] : all.filter((i) => !isShown(i)).map(place),
      itemStyle: {color: colour('faded'), opacity: 0.75},
    },
    {
      id: 'points', type: 'scatter', symbolSize: symbolSize(), progressive: 0,
      data: all.filter(isShown).map(place),
      itemStyle: {color: (point) => colours[data.label[point.value[2]]], opacity},
      emphasis: {itemStyle: {borderColor: colour('ink'), borderWidth: 1.5, opacity: 1}},
    },
    {
      id: 'nearest', type: 'scatter', silent: true, z: 4, symbolSize: symbolSize() + 6,
      data: state.nearest.map(place),
      itemStyle: {color: 'transparent', borderColor: colour('ink'), borderWidth: 1.5},
    },
    {
      id: 'chosen', type: 'scatter', silent: true, z: 5, symbolSize: symbolSize() + 10,
      data: state.image < 0 ? [] : [place(state.image)],
      itemStyle: {color: 'transparent', borderColor: colour('accent'), borderWidth: 3},
    },
  ];
}

function drawScatter(made) {
  made.setOption({
    animation: false,
    grid: {left: 58, right: 18, top: 14, bottom: 52},
    xAxis: axis(componentName(state.x), {scale: true}),
    yAxis: dimensions === 1
        ? axis('class (one row each)', {min: -data.labels.length, max: 1, axisLabel: {show: false}, splitLine: {show: false}})
        : axis(componentName(state.y), {scale: true, nameGap: 40}),
    dataZoom: [
      {id: 'across', type: 'inside', xAxisIndex: 0, filterMode: 'none', zoomOnMouseWheel: 'ctrl', moveOnMouseWheel: false},
      {id: 'up', type: 'inside', yAxisIndex: 0, filterMode: 'none', zoomOnMouseWheel: 'ctrl', moveOnMouseWheel: false},
    ],
    brush: {
      toolbox: [], xAxisIndex: 0, yAxisIndex: 0, throttleType: 'debounce', throttleDelay: 120,
      seriesIndex: [1], outOfBrush: {colorAlpha: 0.2},
      brushStyle: {color: 'rgba(15,107,117,.12)', borderColor: colour('accent'), borderWidth: 1},
    },
    tooltip: {...tooltipStyle(), trigger: 'item', formatter: (point) => tip(point.value[2])},
    series: pointSeries(),
  });
}

function fillAxes() {
  for (const [id, key] of [['axis-x', 'x'], ['axis-y', 'y']]) {
    const select = byId(id);
    for (let i = 0; i < dimensions; i++) {
      const option = element('option', '', `component ${i + 1}`);
      option.value = i;
      select.append(option);
    }
    select.value = state[key];
    select.disabled = dimensions < 2;
    select.addEventListener('change', () => {
      state[key] = Number(select.value);
      resetZoom();
      drawScatter(scatter);
    });
  }
}

function zoom(factor) {
  for (const {id, start, end} of scatter.getOption().dataZoom) {
    const middle = (start + end) / 2;
    const half = Math.min(50, (end - start) / 2 * factor);
    const from = Math.max(0, Math.min(100 - 2 * half, middle - half));
    scatter.dispatchAction({type: 'dataZoom', dataZoomId: id, start: from, end: from + 2 * half});
  }
}

function resetZoom() {
  for (const id of ['across', 'up']) {
    scatter.dispatchAction({type: 'dataZoom', dataZoomId: id, start: 0, end: 100});
  }
}

function setLasso(on) {
  byId('lasso').setAttribute('aria-pressed', on);
  scatter.dispatchAction({
    type: 'takeGlobalCursor', key: 'brush',
    brushOption: {brushType: on ? 'polygon' : false, brushMode: 'single'},
  });
  if (!on) scatter.dispatchAction({type: 'brush', areas: []});
}

function showSelection(batch) {
  const inside = batch.selected.find((series) => series.seriesId === 'points')?.dataIndex ?? [];
  const panel = byId('selection');
  panel.replaceChildren();
  if (!inside.length) return;
  const points = scatter.getOption().series.find((series) => series.id === 'points').data;
  const labels = new Map();
  for (const at of inside) {
    const label = data.label[points[at][2]];
    labels.set(label, (labels.get(label) || 0) + 1);
  }
  const ranked = [...labels].sort((a, b) => b[1] - a[1]);
  const chips = ranked.slice(0, 12).map(([label, images]) =>
      element('li', '', data.labels[label] + ' ', element('b', '', number(images))));
  if (ranked.length > 12) chips.push(element('li', '', `${number(ranked.length - 12)} more classes`));
  panel.append(
      element('p', '', `In the lasso: ${number(inside.length)} of the images, ${number(ranked.length)} of the classes`),
      element('ul', 'chips', ...chips),
      button('', () => { setLasso(false); chooseClasses(ranked.map(([label]) => label)); }, 'Choose these classes'));
}

/* The list of classes. */
function fillClasses() {
  byId('class-list').append(...data.labels.map((label, i) => {
    const box = element('input');
    box.type = 'checkbox';
    box.value = i;
    box.addEventListener('change', () => {
      if (box.checked) state.classes.add(i);
      else state.classes.delete(i);
      classesChanged();
    });
    const name = element('span', 'name', label || '(no label)');
    name.title = label;
    return element('li', '', element('label', '', box, element('span', 'swatch'), name,
        element('span', 'count', number(perClass[i]))));
  }));
}

function chooseClasses(labels) {
  state.classes = new Set(labels);
  for (const box of byId('class-list').querySelectorAll('input')) {
    box.checked = state.classes.has(Number(box.value));
  }
  classesChanged();
}

function classesChanged() {
  const colours = coloursNow();
  byId('class-list').querySelectorAll('.swatch').forEach((swatch, i) => {
    swatch.style.background = colours[i];
  });
  byId('class-clear').disabled = !state.classes.size;
  byId('class-status').textContent = state.classes.size
      ? `${number(state.classes.size)} of ${number(data.labels.length)} chosen`
      : data.labels.length === 1 ? 'The one class is shown' : `All ${number(data.labels.length)} shown`;
  showLegend(colours);
  drawScatter(scatter);
}

/* The chosen classes by name beside the plot, a click takes one back. */
function showLegend(colours) {
  const chosen = [...state.classes].sort((a, b) => a - b);
  const rows = chosen.slice(0, LEGEND).map((label) => {
    const swatch = element('span', 'swatch');
    swatch.style.background = colours[label];
    const take = button('', () => chooseClasses(chosen.filter((other) => other !== label)),
        swatch, data.labels[label] || '(no label)', ' \u00d7');
    take.title = 'Take back ' + data.labels[label];
    return element('li', '', take);
  });
  if (chosen.length > LEGEND) rows.push(element('li', '', `${number(chosen.length - LEGEND)} more`));
  byId('legend').replaceChildren(...rows);
}

function searchClasses(text) {
  const wanted = text.trim().toLowerCase();
  [...byId('class-list').children].forEach((row, i) => {
    row.hidden = !data.labels[i].toLowerCase().includes(wanted);
  });
}

let scatter;
if (count) {
  scatter = chart('scatter', drawScatter);
  fillAxes();
  fillClasses();
  classesChanged();
  scatter.on('brushSelected', (event) => showSelection(event.batch[0]));
  byId('lasso').addEventListener('click', () => setLasso(byId('lasso').getAttribute('aria-pressed') !== 'true'));
  byId('zoom-in').addEventListener('click', () => zoom(0.6));
  byId('zoom-out').addEventListener('click', () => zoom(1 / 0.6));
  byId('zoom-reset').addEventListener('click', resetZoom);
  byId('class-search').addEventListener('input', (event) => searchClasses(event.target.value));
  byId('class-clear').addEventListener('click', () => chooseClasses([]));
  byId('hide-others').addEventListener('change', (event) => {
    state.hideOthers = event.target.checked;
    drawScatter(scatter);
  });
}
