/** The page around the widget follows its size of text and its colours. */

addEventListener("yizhan-look", ({ detail }) => {
  document.documentElement.dataset.size = detail.size;
  document.documentElement.dataset.theme = detail.theme;
});
