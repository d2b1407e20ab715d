package sockets

// What a package tells its importers, when packages are analysed one at a time
// (go vet, golangci-lint).
//
// The go command hands a package the facts of its direct imports only, so a
// fact is closed: it holds all that the exported functions do, whoever they
// call. It has no maps and no pointers into the program; its functions, and
// all lists in them, are in a fixed order: the bytes are the same on every run.

import (
	"go/constant"
	"go/token"
	"go/types"
	"slices"
	"strings"

	"golang.org/x/tools/go/ssa"
)

// factVersion changes with the meaning of facts. A fact of another version is
// ignored: its functions are unknown.
const factVersion = 2

// PackageFact holds the summaries of the functions that importers can call.
type PackageFact struct {
	Version byte
	// Authenticates is set when the package, or one that it imports, starts an
	// authenticator, adds keys or binds a ZAP handler.
	Authenticates bool
	Funcs         []FuncFact   // sorted by name
	Strings       []StringFact // sorted by name and index
}

// AFact marks the type as a fact.
func (*PackageFact) AFact() {}

func (f *PackageFact) String() string {
	var names []string
	if f != nil {
		for _, fn := range f.Funcs {
			names = append(names, fn.Name)
		}
	}
	return "sockets in " + strings.Join(names, ", ")
}

// FuncFact is a Summary without pointers.
type FuncFact struct {
	Name     string // "Listen", "(*Server).Start"
	NoReturn bool
	Opaque   []bool
	Effects  []EffectFact
	Results  []ResultFact
	Stores   []StoreFact
	Events   []EventFact
	Opens    []OpenFact
	Asks     []AskFact // with the cases that differ from what is said above
	Cases    []CaseFact
}

// SlotFact names a location below a parameter or package variable.
type SlotFact struct {
	Param  int    // receiver first; -1 for a package variable
	Global string // name of the variable
	Path   []string
}

// StateFact is a State.
type StateFact struct {
	Must, May [2]uint64
	Mech      uint32
	Phase     uint8
	Unknown   string
	Domain    bool // a ZAP domain was set; which one is not told
}

// ObjectFact is a socket that a function made.
type ObjectFact struct {
	Types      uint32 // zmqapi.TypeSet; 0 when not known
	TypeParam  int    // that gives the type, or -1
	OwnContext bool
	State      StateFact
}

// SourceFact is a slot or an object.
type SourceFact struct {
	Slot   *SlotFact
	Object *ObjectFact
}

// EffectFact is what a function does to the socket in a slot.
type EffectFact struct {
	Slot  SlotFact
	State StateFact
}

// ResultFact is a socket in a result.
type ResultFact struct {
	Index int
	Path  []string
	From  SourceFact
}

// StoreFact is a socket left in a slot.
type StoreFact struct {
	To   SlotFact
	From SourceFact
}

// EventFact is an API call on the socket in a slot.
type EventFact struct {
	Slot     SlotFact
	Site     SiteFact
	Before   StateFact
	After    [2]uint64
	Reopened bool
}

// OpenFact is an open of a socket that the function made, to an endpoint that
// its caller names.
type OpenFact struct {
	Object ObjectFact // with the state before the open
	Site   SiteFact
	After  [2]uint64
}

// SiteFact is an API call.
type SiteFact struct {
	Kind       uint8
	Recv, Name string // of the API call
	Where      string
	Alts       []AltFact
	Open       bool
	Param      int // that gives the endpoint, or -1
}

// AltFact is one possible endpoint.
type AltFact struct {
	Text  string
	Exact bool
	Via   uint8
}

// usable reports whether the fact is there, and of a version that this code knows.
func (f *PackageFact) usable() bool { return f != nil && f.Version == factVersion }

// function finds a function's fact by name.
func (f *PackageFact) function(obj *types.Func) *FuncFact {
	if !f.usable() {
		return nil
	}
	name := factName(obj)
	i, ok := slices.BinarySearchFunc(f.Funcs, name, func(ff FuncFact, n string) int { return strings.Compare(ff.Name, n) })
	if !ok {
		return nil
	}
	return &f.Funcs[i]
}

// factName is the name of a function within its package.
func factName(obj *types.Func) string {
	recv := obj.Signature().Recv()
	if recv == nil {
		return obj.Name()
	}
	return "(" + types.TypeString(recv.Type(), func(*types.Package) string { return "" }) + ")." + obj.Name()
}

// export makes the fact of the one package of a load, nil when there is
// nothing to tell.
func (p *Program) export() *PackageFact {
	fact := &PackageFact{Version: factVersion, Authenticates: p.authenticates(), Strings: p.stringFacts()}
	settled := p.settledSites()
	for _, fn := range p.funcs {
		obj, ok := importable(fn)
		if !ok {
			continue
		}
		if ff, ok := p.encode(p.infos[fn], settled); ok {
			ff.Name = factName(obj)
			fact.Funcs = append(fact.Funcs, ff)
		}
	}
	if len(fact.Funcs)+len(fact.Strings) == 0 && !fact.Authenticates {
		return nil
	}
	slices.SortFunc(fact.Funcs, func(a, b FuncFact) int { return strings.Compare(a.Name, b.Name) })
	return fact
}

// importable reports whether importers can call fn by its name.
func importable(fn *ssa.Function) (obj *types.Func, ok bool) {
	obj, ok = fn.Object().(*types.Func)
	return obj, ok && fn.Synthetic == "" && obj.Exported() && fn.Origin() == nil
}

// authenticates reports whether the one package of the load, or one that it
// imports, has a part in authentication.
func (p *Program) authenticates() bool {
	return p.authentication(nil)(p.units[0].Pkg).inSight()
}

// settledSites are the opens that are judged in this package: some socket that
// they are used on is known here.
func (p *Program) settledSites() map[*Site]bool {
	settled := map[*Site]bool{}
	for _, c := range p.contexts {
		if c.Before.Unknown == "" {
			settled[c.Site] = true
		}
	}
	return settled
}

func encodeState(s State) StateFact {
	return StateFact{
		Must: s.Must, May: s.May, Mech: uint32(s.Mech), Phase: uint8(s.Phase), Unknown: s.Unknown,
		Domain: s.domainSet == domainMany || s.domain != nil,
	}
}

func decodeState(f StateFact, base State) State {
	s := State{Must: f.Must, May: f.May, Mech: mechSet(f.Mech), Phase: phase(f.Phase), Unknown: f.Unknown, domainSet: base.domainSet}
	if f.Domain {
		s.domainSet = domainMany
	}
	return s
}

func encodeValue(v Value) (alts []AltFact, open bool) {
	for _, a := range v.Alts {
		alts = append(alts, AltFact{a.Text, a.Const != nil, uint8(a.Via)})
	}
	return alts, v.Open
}

func decodeValue(alts []AltFact, open bool) Value {
	v := Value{Open: open}
	for _, a := range alts {
		alt := Alt{Text: a.Text, Via: Via(a.Via)}
		if a.Exact {
			alt.Const = constant.MakeString(a.Text)
		}
		v.Alts = append(v.Alts, alt)
	}
	return v
}

// position is a place for messages: file name and line.
func (p *Program) position(pos token.Pos) string {
	at := p.Fset.Position(pos)
	at.Filename = at.Filename[strings.LastIndexAny(at.Filename, `/\`)+1:]
	at.Column = 0
	return at.String()
}

// encodeObject describes a socket that fn made.
func encodeObject(fn *ssa.Function, origins []*Origin, s State) ObjectFact {
	f := ObjectFact{TypeParam: -1, OwnContext: len(origins) > 0, State: encodeState(s)}
	if len(origins) == 1 && origins[0].typedBy(fn) {
		f.TypeParam = origins[0].param
	}
	known := true
	for _, o := range origins {
		known = known && !o.types.Empty()
		f.Types |= uint32(o.types)
		f.OwnContext = f.OwnContext && o.ownContext
	}
	if !known {
		f.Types = 0
	}
	return f
}
