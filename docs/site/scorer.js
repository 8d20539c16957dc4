// Guides before reference before explanation before the pages of the many rules, where the words match equally well;
// the pages for contributors come last.
var Scorer = {
  score: ([docname, , , , score, , kind]) => {
    const boosts = {
      "how-to": 12, tutorial: 10, reference: 9, integrations: 7, explanation: 7, formats: 5, rules: 0,
      changelog: -9, contributing: -9, architecture: -9, style: -9,
    };
    const whole = kind === "title" ? 20 : 0; // the query is most of a title
    return score + whole + (boosts[docname.split("/")[0]] ?? 4);
  },
  objNameMatch: 11,
  objPartialMatch: 6,
  objPrio: { 0: 15, 1: 5, 2: -5 },
  objPrioDefault: 0,
  title: 15,
  partialTitle: 7,
  term: 5,
  partialTerm: 2,
};
