// Guides before reference before explanation before the pages of the many rules, where the words match equally well.
var Scorer = {
  score: ([docname, , , , score]) => {
    const boosts = { "how-to": 12, tutorial: 10, reference: 9, integrations: 6, explanation: 6, rules: 0 };
    return score + (boosts[docname.split("/")[0]] ?? 4);
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
