// 换记忆: the last word stays in the hole, the memory of another sentence is put in its place.
function swapPanel(stage) {
  const { data, view } = stage;
  if (!data.donors.length) return [h("p", { key: "none" }, stage.say("swap_none"))];
  const choice = (key, label) => h("button", { key: "donor" + key, type: "button", class: "donor", "data-donor": key || "own", disabled: stage.hooks.live ? null : true,
    "aria-pressed": String((view.donor || null) === key), onclick: () => stage.ask({ donor: key }) }, label);
  return [
    h("p", { key: "how" }, stage.say("swap_how")),
    h("div", { key: "donors", class: "donors", "data-swapped": data.changed && data.changed.donor ? data.changed.donor.key : null, role: "group", "aria-label": stage.say("swap_pick") }, h("span", { class: "quiet" }, stage.say("swap_pick")),
      choice(null, stage.say("swap_own")), data.donors.map(({ key, label }) => choice(key, label))),
  ];
}
