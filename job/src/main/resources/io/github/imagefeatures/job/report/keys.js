/* The scatter plot by keyboard: from point to point, closer and farther. */
const AHEAD = {
  ArrowRight: (dx, dy) => (dx > 0 && Math.abs(dy) <= dx ? dx : 0),
  ArrowLeft: (dx, dy) => (dx < 0 && Math.abs(dy) <= -dx ? -dx : 0),
  ArrowDown: (dx, dy) => (dy > 0 && Math.abs(dx) <= dy ? dy : 0),
  ArrowUp: (dx, dy) => (dy < 0 && Math.abs(dx) <= -dy ? -dy : 0),
};

const onScreen = (i) => scatter.convertToPixel('grid', place(i).slice(0, 2));

const inView = () => all.filter((i) => isShown(i) && scatter.containPixel('grid', onScreen(i)));

/* The nearest point within a quarter turn of the direction; without a chosen one, the middle one. */
function step(key) {
  const begun = state.image >= 0 && scatter.containPixel('grid', onScreen(state.image));
  const [x, y] = begun ? onScreen(state.image) : [scatter.getWidth() / 2, scatter.getHeight() / 2];
  let best = -1;
  let bestDistance = Infinity;
  for (const i of inView()) {
    const [toX, toY] = onScreen(i);
    const distance = Math.hypot(toX - x, toY - y);
    if (distance < bestDistance && (!begun || AHEAD[key](toX - x, toY - y))) {
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
