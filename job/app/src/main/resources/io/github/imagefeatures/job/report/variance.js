/* What the components explain: each of the first ones, and all of them added up. */
const SINGLE = 50;
const fitted = data.shares?.length ?? 0;
const percent = (share) => 100 * share;

/* Beyond these the components explain nothing, as when there are fewer images than features. */
const NOTHING = 1e-6;
const whole = !fitted ? 0 : data.cumulative.findIndex((share) => share >= data.cumulative[fitted - 1] - NOTHING) + 1;
const telling = Math.max(whole, data.k);

function drawScree(made) {
  const shown = data.shares.slice(0, SINGLE);
  made.setOption({
    animation: false,
    grid: {left: 52, right: 14, top: 14, bottom: 48},
    xAxis: axis(fitted > SINGLE ? `component (first ${SINGLE} of ${number(fitted)})` : 'component', {
      type: 'category', data: shown.map((_, i) => i + 1), splitLine: {show: false},
    }),
    yAxis: axis('% of the variance', {nameGap: 36}),
    tooltip: {
      ...tooltipStyle(), trigger: 'axis', axisPointer: {type: 'shadow'},
      formatter: ([bar]) => element('span', '', `component ${bar.name}: ${bar.value.toFixed(2)} %`),
    },
    series: [{
      id: 'shares', type: 'bar', barMaxWidth: 28, barCategoryGap: '25%',
      data: shown.map((share, i) => ({
        value: percent(share),
        itemStyle: {color: i < data.k ? colour('accent') : colour('faded')},
      })),
    }],
  });
}

function drawCumulative(made) {
  const ink = colour('muted');
  /* Room for what is written beside the last mark. */
  const end = telling * (made.getWidth() < 480 ? 1.4 : 1.2);
  made.setOption({
    animation: false,
    grid: {left: 52, right: 14, top: 26, bottom: 48},
    xAxis: axis(telling < fitted ? `components kept (${number(telling)} of ${number(fitted)} explain all)` : 'components kept', {
      type: 'value', min: 0, max: Math.max(end, telling + 0.2), minInterval: 1, splitLine: {show: false},
      axisLabel: {color: ink, hideOverlap: true, showMaxLabel: false, formatter: (value) => (value > telling ? '' : number(value))},
    }),
    yAxis: axis('% of the variance', {min: 0, max: 100, nameGap: 36}),
    tooltip: {
      ...tooltipStyle(), trigger: 'axis', axisPointer: {lineStyle: {color: ink}},
      formatter: (lines) => element('span', '',
          `${number(lines[0].value[0])} components: ${lines[0].value[1].toFixed(2)} %`),
    },
    series: [
      {
        id: 'cumulative', type: 'line', showSymbol: false, lineStyle: {width: 2.5}, color: colour('accent'),
        areaStyle: {opacity: 0.08},
        data: [[0, 0], ...data.cumulative.slice(0, telling).map((share, i) => [i + 1, percent(share)])],
        markLine: {
          silent: true, symbol: 'none',
          data: [
            [
              {coord: [data.k, 0], name: `k = ${number(data.k)}`, lineStyle: {color: colour('accent'), width: 2, type: 'solid'},
                label: {show: true, formatter: '{b}', position: 'end', align: data.k < 0.1 * telling ? 'left' : 'center', color: colour('accent'), opacity: 1, fontWeight: 600}},
              {coord: [data.k, 100]},
            ],
            ...data.marks.flatMap((mark) => [
              [{coord: [0, mark.percent]}, {coord: [mark.components, mark.percent]}],
              [{coord: [mark.components, mark.percent]}, {coord: [mark.components, 0]}],
            ]),
          ],
          lineStyle: {color: ink, opacity: 0.6, type: 'dashed', width: 1},
          label: {show: false},
        },
      },
      {
        id: 'marks', type: 'scatter', silent: true, z: 6, symbolSize: 6, labelLayout: {dy: 9, moveOverlap: 'shiftY'}, color: colour('ink'), tooltip: {show: false},
        data: data.marks.map((mark) => ({
          value: [mark.components, mark.percent],
          label: {
            show: true, position: 'right', color: colour('ink'), fontSize: 12,
            textBorderColor: colour('card'), textBorderWidth: 3,
            formatter: `${mark.percent} %: ${number(mark.components)}`,
          },
        })),
      },
    ],
  });
}

/* A run of features only has none. */
if (fitted) {
  chart('scree', drawScree);
  chart('cumulative', drawCumulative);
}
