/* The data, the colours of the theme, small builders of elements, sortable tables. */
const data = JSON.parse(document.getElementById('data').textContent);
const root = document.documentElement;
root.classList.add('js');

const byId = (id) => document.getElementById(id);
const number = (value) => value.toLocaleString('en');
const colour = (name) => getComputedStyle(root).getPropertyValue('--' + name).trim();

/* Text from the data only ever enters the page here, as text. */
function element(name, className, ...children) {
  const made = document.createElement(name);
  if (className) made.className = className;
  made.append(...children);
  return made;
}

function button(className, onClick, ...children) {
  const made = element('button', className, ...children);
  made.type = 'button';
  made.addEventListener('click', onClick);
  return made;
}

const charts = [];

/* A chart that is drawn anew when the theme changes and fits its element. `draw` gets it ready. */
function chart(id, draw) {
  const made = echarts.init(byId(id), null, {renderer: 'canvas'});
  charts.push({made, draw});
  made.setOption({textStyle: {fontFamily: getComputedStyle(document.body).fontFamily}});
  draw(made);
  new ResizeObserver(() => made.resize()).observe(byId(id));
  return made;
}

function redraw() {
  for (const {made, draw} of charts) draw(made);
}

function axis(name, more) {
  return {
    name,
    nameLocation: 'middle',
    nameGap: 30,
    nameTextStyle: {color: colour('ink'), fontSize: 13},
    axisLabel: {color: colour('muted'), hideOverlap: true},
    axisLine: {onZero: false, lineStyle: {color: colour('line')}},
    axisTick: {show: false},
    splitLine: {show: true, lineStyle: {color: colour('grid')}},
    ...more,
  };
}

const tooltipStyle = () => ({
  backgroundColor: colour('card'),
  borderColor: colour('line'),
  textStyle: {color: colour('ink'), fontSize: 13},
  confine: true,
});

/* Theme: auto, light, dark. What was chosen is kept where the browser allows it. */
const THEMES = ['auto', 'light', 'dark'];

function setTheme(theme) {
  if (theme === 'auto') root.removeAttribute('data-theme');
  else root.dataset.theme = theme;
  byId('theme').textContent = 'Theme: ' + theme;
  byId('theme').setAttribute('aria-label', 'Colour theme: ' + theme);
  redraw();
}

function keptTheme() {
  try {
    return localStorage.getItem('image-features-theme') || 'auto';
  } catch (refused) {
    return 'auto';
  }
}

function keepTheme(theme) {
  try {
    localStorage.setItem('image-features-theme', theme);
  } catch (refused) {
    /* A page from disk may have no storage; the theme then lasts as long as the page. */
  }
}

byId('theme').addEventListener('click', () => {
  const now = root.dataset.theme || 'auto';
  const next = THEMES[(THEMES.indexOf(now) + 1) % THEMES.length];
  keepTheme(next);
  setTheme(next);
});
matchMedia('(prefers-color-scheme: dark)').addEventListener('change', redraw);
/* Before there are charts, so that none is drawn twice. */
setTheme(keptTheme());

/* Paper is light. The charts are painted at once, as nothing is once printing has begun. */
let themeOnScreen;
addEventListener('beforeprint', () => {
  themeOnScreen = root.dataset.theme || 'auto';
  setTheme('light');
  for (const folded of document.querySelectorAll('details')) folded.open = true;
  for (const {made} of charts) made.getZr().flush();
});
addEventListener('afterprint', () => setTheme(themeOnScreen));

/* Tables: a click on a heading sorts, a second one the other way round. */
function sortTable(table, column, heading) {
  const ascending = heading.getAttribute('aria-sort') !== 'ascending';
  for (const other of table.tHead.rows[0].cells) {
    if (other.hasAttribute('aria-sort')) other.setAttribute('aria-sort', 'none');
  }
  heading.setAttribute('aria-sort', ascending ? 'ascending' : 'descending');
  const key = (row) => row.cells[column].dataset.value ?? row.cells[column].textContent;
  const compare = heading.classList.contains('number')
      ? (a, b) => Number(key(a)) - Number(key(b))
      : (a, b) => key(a).localeCompare(key(b), 'en', {numeric: true});
  const rows = [...table.tBodies[0].rows].sort(compare);
  table.tBodies[0].append(...(ascending ? rows : rows.reverse()));
}

for (const table of document.querySelectorAll('table.sortable')) {
  [...table.tHead.rows[0].cells].forEach((heading, column) => {
    heading.querySelector('button')
        ?.addEventListener('click', () => sortTable(table, column, heading));
  });
}
