/* The state of the plot in the address, so that a link shows the same view. */
const ROUND = (value) => String(Number(value.toPrecision(5)));

const spans = () => scatter.getOption().dataZoom.map(({start, end}) => [start, end]);
const isZoomed = () => spans().some(([start, end]) => start > 0 || end < 100);

/* By names and not by numbers: the page may be drawn again with other images. */
function address() {
  const kept = new URLSearchParams();
  if (state.map !== mapFirst) kept.set('view', state.map ? 'map' : 'components');
  if (!state.map && (state.x !== 0 || state.y !== 1)) kept.set('axes', `${state.x + 1},${state.y + 1}`);
  if (state.colouring !== 'class') kept.set('colour', state.colouring);
  if (state.finding) kept.set('finding', state.finding);
  if (state.search) kept.set('search', state.search);
  for (const label of state.classes) kept.append('class', data.labels[label]);
  if (state.hideOthers) kept.set('others', 'hidden');
  if (state.lasso.length) kept.set('lasso', state.lasso.map((at) => at.map(ROUND).join(',')).join(' '));
  if (isZoomed()) kept.set('zoom', spans().map((span) => span.map(ROUND).join(',')).join(' '));
  if (state.image >= 0) kept.set('image', pathOf(state.image));
  return kept.toString();
}

function keepInAddress() {
  if (!restored) return;
  const kept = address();
  /* The name of a section stays, as long as there is nothing to keep. */
  if (kept || location.hash.includes('=')) history.replaceState(null, '', '#' + kept);
}

const pairs = (text) => (text || '').split(' ').filter(Boolean).map((pair) => pair.split(',').map(Number));
const isPairs = (all, least) => all.length >= least && all.every((pair) => pair.length === 2 && pair.every(Number.isFinite));

function restoreAxes(kept) {
  const view = kept.get('view');
  state.map = data.map.length > 0 && (view ? view === 'map' : mapFirst);
  const axes = pairs(kept.get('axes'));
  const isAxis = (axis) => Number.isInteger(axis) && axis >= 1 && axis <= dimensions;
  [state.x, state.y] = isPairs(axes, 1) && axes[0].every(isAxis) ? axes[0].map((axis) => axis - 1) : [0, 1];
  byId('axis-x').value = state.x;
  byId('axis-y').value = state.y;
}

function restoreZoom(kept) {
  const zoomed = pairs(kept.get('zoom'));
  if (!isPairs(zoomed, 2)) return;
  ['across', 'up'].forEach((id, i) =>
    scatter.dispatchAction({type: 'dataZoom', dataZoomId: id, start: zoomed[i][0], end: zoomed[i][1]}));
}

function restoreLasso(kept) {
  const lasso = pairs(kept.get('lasso'));
  if (!isPairs(lasso, 3)) return;
  state.lasso = lasso;
  scatter.dispatchAction({
    type: 'brush', areas: [{brushType: 'polygon', xAxisIndex: 0, yAxisIndex: 0, coordRange: lasso}],
  });
}

/* What the address does not name, or names and the page does not have, is as at first. */
function restore() {
  restored = false;
  const kept = new URLSearchParams(location.hash.slice(1));
  restoreAxes(kept);
  nameView();
  showOthers();
  state.colouring = Object.hasOwn(COLOURINGS, kept.get('colour')) ? kept.get('colour') : 'class';
  state.finding = found.has(kept.get('finding')) ? kept.get('finding') : '';
  state.search = kept.get('search') || '';
  byId('image-search').value = state.search;
  state.hideOthers = kept.get('others') === 'hidden';
  byId('hide-others').checked = state.hideOthers;
  chooseClasses(kept.getAll('class').map((label) => data.labels.indexOf(label)).filter((label) => label >= 0));
  const image = kept.has('image') ? all.findIndex((i) => pathOf(i) === kept.get('image')) : -1;
  if (image >= 0) chooseImage(image);
  else forgetImage(state.search);
  drawScatter(scatter);
  /* On the axes that were drawn. */
  restoreZoom(kept);
  restoreLasso(kept);
  showSelection();
  restored = true;
}

if (count) {
  restore();
  addEventListener('hashchange', () => {
    if (location.hash.includes('=')) restore();
  });
}
