package recvloop

// What a loop does under a hypothesis about its receives.
//
// The rules ask the same question three times: which ways does a turn of the
// loop go when messages arrive, when nothing is there, and when every receive
// fails because the context was terminated or the socket closed? The answer is
// a constant propagation over the conditions of the loop that starts from what
// the receives return (Wegman and Zadeck's sparse conditional one, in its
// simplest form): an edge counts when the condition before it can come out so.
// Functions that receive for the loop are run in the same way.

import (
	"slices"

	"golang.org/x/tools/go/ssa"

	"github.com/zmqlint/zmqlint/internal/config"
	"github.com/zmqlint/zmqlint/internal/sockets"
)

type hypothesis uint8

const (
	arrives hypothesis = iota // every receive and poll succeeds
	fails                     // every receive and poll fails, for ever
	nothing                   // no message is there: DONTWAIT fails with EAGAIN, a poll returns an empty list
)

// worlds has one world for each hypothesis.
type worlds [nothing + 1]*world

func newWorlds(loops []*sockets.Loop, cfg *config.Config) *worlds {
	ix := &index{p: loops[0].Program, cfg: cfg, receives: map[ssa.Instruction]bool{}, funcs: map[*ssa.Function][]*ssa.Function{},
		calls: map[*ssa.Function][]ssa.CallInstruction{}, places: map[*ssa.UnOp]int{}, receivers: memo{}, plains: memo{}}
	for _, l := range loops {
		for _, r := range l.Receives {
			ix.receives[r.Instr] = true
		}
	}
	var out worlds
	for hyp := range out {
		out[hyp] = &world{index: ix, hyp: hypothesis(hyp), helpers: map[helperKey]*run{}, variants: map[*ssa.Function]int{}, blocking: map[*run]bool{}, making: map[*run]bool{}}
	}
	return &out
}

// world runs functions under one hypothesis.
type world struct {
	*index
	hyp      hypothesis
	helpers  map[helperKey]*run
	variants map[*ssa.Function]int // how many of helpers know something of their arguments
	blocking map[*run]bool
	making   map[*run]bool // see makes
	nested   int           // functions that are being run
}

// index is what the worlds share.
type index struct {
	p        *sockets.Program
	cfg      *config.Config
	receives map[ssa.Instruction]bool // outside the load: calls that lead to a receive there
	funcs    map[*ssa.Function][]*ssa.Function
	calls    map[*ssa.Function][]ssa.CallInstruction // by what they run, function values apart
	places   map[*ssa.UnOp]int                       // loads in their blocks

	receivers, plains memo
}

// memo remembers an answer for each function. A function that is asked again
// while it is looked into, by recursion, answers no.
type memo map[*ssa.Function]bool

func (m memo) of(fn *ssa.Function, ask func() bool) bool {
	yes, ok := m[fn]
	if !ok {
		m[fn] = false
		yes = ask()
		m[fn] = yes
	}
	return yes
}

func anyIn(fn *ssa.Function, is func(ssa.Instruction) bool) bool {
	return slices.ContainsFunc(fn.Blocks, func(b *ssa.BasicBlock) bool { return contains(b, is) })
}
