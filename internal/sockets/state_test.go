package sockets

import (
	"math/rand/v2"
	"testing"

	"github.com/zmqlint/zmqlint/internal/zmqapi"
)

// someStates are random states, relative ones and absolute ones.
func someStates(n int) (out []State) {
	r := rand.New(rand.NewPCG(1, 2))
	set := func() (s zmqapi.OptionSet) {
		for range r.IntN(4) {
			s = s.With(zmqapi.Option(1 + r.IntN(int(zmqapi.NumOptions)-1)))
		}
		return s
	}
	mechs := []mechSet{
		mech(mechInherited, roleInherited), mech(mechNull, roleClient), mech(mechCurve, roleServer),
		mech(mechCurve, roleInherited), mech(mechPlain, roleClient), mech(mechNull, roleClient) | mech(mechCurve, roleClient),
	}
	phases := []phase{0, mayBind, mayBind | mustBind | mustOpen, mayConnect | mustOpen}
	for range n {
		must := set()
		out = append(out, State{Must: must, May: must.Union(set()), Mech: mechs[r.IntN(len(mechs))], Phase: phases[r.IntN(len(phases))]})
	}
	return out
}

func TestJoinIsASemilattice(t *testing.T) {
	states := someStates(40)
	for _, a := range states {
		if join(a, a) != a {
			t.Fatalf("join(a, a) is not a: %s", a)
		}
		for _, b := range states {
			if join(a, b) != join(b, a) {
				t.Fatalf("join does not commute: %s, %s", a, b)
			}
			for _, c := range states[:10] {
				if join(join(a, b), c) != join(a, join(b, c)) {
					t.Fatalf("join is not associative: %s, %s, %s", a, b, c)
				}
			}
		}
	}
}

func TestComposeHasEntryAsUnit(t *testing.T) {
	for _, a := range someStates(40) {
		if got := compose(a, entry()); got != a {
			t.Errorf("compose(a, entry) = %s, want %s", got, a)
		}
		if got := compose(entry(), a); got != a {
			t.Errorf("compose(entry, a) = %s, want %s", got, a)
		}
	}
}

func TestComposeIsAssociative(t *testing.T) {
	states := someStates(25)
	for _, a := range states {
		for _, b := range states {
			for _, c := range states {
				if x, y := compose(compose(a, b), c), compose(a, compose(b, c)); x != y {
					t.Fatalf("not associative on %s | %s | %s:\n%s\n%s", a, b, c, x, y)
				}
			}
		}
	}
}

// Composition over a join is the join of the compositions: a function's
// summary is as good as its paths one by one.
func TestComposeDistributesOverJoin(t *testing.T) {
	states := someStates(25)
	for _, a := range states {
		for _, b := range states {
			for _, c := range states {
				if x, y := compose(a, join(b, c)), join(compose(a, b), compose(a, c)); x != y {
					t.Fatalf("not distributive on %s | %s, %s:\n%s\n%s", a, b, c, x, y)
				}
			}
		}
	}
}

func TestMustIsWithinMay(t *testing.T) {
	states := someStates(40)
	for _, a := range states {
		for _, b := range states {
			for _, s := range []State{join(a, b), compose(a, b)} {
				if !s.Must.Minus(s.May).Empty() {
					t.Fatalf("must without may: %s", s)
				}
			}
		}
	}
}

func TestLastMechanismWins(t *testing.T) {
	for _, tc := range []struct {
		name  string
		steps []mechSet
		want  Certainty
	}{
		{"nothing", nil, Never},
		{"server", []mechSet{mech(mechCurve, roleServer)}, Always},
		{"server off, then keys of a client", []mechSet{mech(mechNull, roleClient), mech(mechCurve, roleInherited), mech(mechCurve, roleClient)}, Always},
		{"server, then off", []mechSet{mech(mechCurve, roleServer), mech(mechNull, roleClient)}, Never},
		{"plain, then server", []mechSet{mech(mechPlain, roleServer), mech(mechCurve, roleServer)}, Always},
		{"server or nothing", []mechSet{mech(mechCurve, roleServer) | mech(mechInherited, roleInherited)}, Sometimes},
	} {
		s := fresh()
		for _, m := range tc.steps {
			rel := entry()
			rel.Mech = m
			s = compose(s, rel)
		}
		if got := s.Encrypted(); got != tc.want {
			t.Errorf("%s: encrypted %d, want %d (%s)", tc.name, got, tc.want, s)
		}
	}
}
