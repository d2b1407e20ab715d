package recvloop

// Loops that run hot when no message is there.

import "golang.org/x/tools/go/ssa"

// busy reports a loop that goes straight on when no message is there.
func (c *checker) busy() {
	turn := c.worlds[nothing].loop(c.loop)
	held := turn.cutWhere(func(i ssa.Instruction) bool { return turn.waits(i, 0) || turn.works(i, 0) })
	for e := range turn.selected() {
		held.edges[e] = true
	}
	hot := turn.ways(held)
	for _, r := range c.loop.Receives {
		if !c.loop.Program.NonBlocking(r.Instr) || !hot[r.At().Block()] {
			continue
		}
		how, instead := "DONTWAIT", "receive without DONTWAIT, or poll with a time-out"
		if r.Poll {
			how, instead = "a time-out of 0", "give it a time-out, or -1 to wait for the next message"
		}
		c.report("busy-recv", false, "%s with %s returns at once when no message is there, and the loop goes straight on: it burns a core while idle; %s", callName(r), how, instead)
		c.fixed(c.waiting(turn, held, r))
		return
	}
}
