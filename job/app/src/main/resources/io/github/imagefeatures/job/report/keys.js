/* The scatter plot by keyboard: from point to point, closer and farther. */
const AHEAD = {
  ArrowRight: (dx, dy) => dx > 0 && Math.abs(dy) <= dx,
  ArrowLeft: (dx, dy) => dx < 0 && Math.abs(dy) <= -dx,
  ArrowDown: (dx, dy) => dy > 0 && Math.abs(dx) <= dy,
  ArrowUp: (dx, dy) => dy < 0 && Math.abs(dx) <= -dy,
};

/* Both axes are linear, so two places say where all are. */
function screen() {
  const [left, top] = scatter.convertToPixel('grid', [0, 0]);
  const [right, bottom] = scatter.convertToPixel('grid', [1, 1]);
  return (i) => [left + (right - left) * xOf(i), top + (bottom - top) * yOf(i)];
}

/* A point on the very edge is in view, too. */
const inwards = (at, length) => at + Math.sign(length / 2 - at);
const isInView = ([x, y]) => scatter.containPixel('grid',
    [inwards(x, scatter.getWidth()), inwards(y, scatter.getHeight())]);

/* The nearest point within a quarter turn of the direction; without a chosen one, the middle one. */
function step(key) {
  const onScreen = screen();
  const begun = state.image >= 0 && isInView(onScreen(state.image));
  const [x, y] = begun ? onScreen(state.image) : [scatter.getWidth() / 2, scatter.getHeight() / 2];
  let best = -1;
  let bestDistance = Infinity;
  for (const i of all.filter(isShown)) {
    const [toX, toY] = onScreen(i);
    const distance = Math.hypot(toX - x, toY - y);
    if (distance < bestDistance && (!begun || AHEAD[key](toX - x, toY - y)) && isInView([toX, toY])) {
      best = i;
      bestDistance = distance;
    }
  }
  if (best >= 0) chooseImage(best);
}

function onKey(event) {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (AHEAD[event.key]) step(event.key);
  else if (event.key === '+' || event.key === '=') zoom(0.6);
  else if (event.key === '-') zoom(1 / 0.6);
  else if (event.key === '0') resetZoom();
  else if (event.key === 'Escape') forgetImage();
  else return;
  event.preventDefault();
}

if (count) byId('scatter').addEventListener('keydown', onKey);
