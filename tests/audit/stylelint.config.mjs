export default {
  extends: "stylelint-config-recommended",
  rules: {
    // Order decides nothing between selectors of different weight, so what is seen cannot depend on it. The rule
    // compares selectors by their last part alone, `.rows > li` with `.whys li:target`, which stand on no element
    // together; to please it, a sheet that goes component by component would have to be sorted by weight instead.
    "no-descending-specificity": null,
  },
};
