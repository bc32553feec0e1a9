// What leaves this board: an order for the workshop, and the tickets that this tab keeps, so that a reloaded page finds its trainings again.
const SILENT = 9000;                                   // ms without news of a training that is alive: then the page asks

function give(board, what) {                           // the desk's number: an order is not carried out at another desk
  board.choose({ order: [what, Date.now(), board.data.desk] });
}

function pending(board) {                              // an order is on its way
  return board.now.order.length > 0 && board.now.order[2] === board.data.desk && !sameChoice(board.now.order, board.data.start.order);
}

function shelf(board) {
  return `bench ${board.data.task} ${board.data.lang}`;
}

function keep(board) {                                 // in this tab only: a ticket in a link would open a training to everyone who has the link
  const { runs, note, desk } = board.data;
  const tickets = runs.filter(({ ended }) => ended !== "lost").map(({ ticket, ended }) => [ticket, !ended]);
  try {
    if (tickets.length) window.sessionStorage.setItem(shelf(board), JSON.stringify(tickets));
    else if (note === "lost") window.sessionStorage.removeItem(shelf(board));
    const held = tickets.length || board.asked === desk ? null : window.sessionStorage.getItem(shelf(board));
    board.asked = desk;
    if (held) board.choose({ held: JSON.parse(held) });
  } catch (refused) {                                  // a frame of another site may keep nothing, and then a reload begins anew
    board.asked = desk;
  }
}

function listen(board) {
  if (!board.ears) {
    board.ears = ({ detail }) => {
      if (!board.root.isConnected) window.removeEventListener("news", board.ears);
      else if (detail.ticket === board.data.alive) {
        clearTimeout(board.timers.watch);
        board.timers.watch = null;
        board.look({ news: detail });
      }
    };
    window.addEventListener("news", board.ears);
  }
  if (!board.data.alive) clearTimeout(board.timers.watch);
  else if (!board.timers.watch) {
    board.timers.watch = setTimeout(() => {
      board.timers.watch = null;
      board.send("choices", { ...board.now, turn: Date.now() });
    }, SILENT);
  }
}
