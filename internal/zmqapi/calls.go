package zmqapi

import "go/types"

// Kind is what a call does to sockets.
type Kind uint8

const (
	KindOther Kind = iota
	KindNewSocket
	KindNewContext
	KindSetOption        // of a socket
	KindSetContextOption // of a Context, or of the default one
	KindGetOption
	KindBind
	KindConnect
	KindUnbind
	KindDisconnect
	KindClose
	KindTerm
	KindSend
	KindRecv
	KindMonitor
	KindPollerAdd
	KindPoll
	KindReactorAdd
	KindReactorRun
	KindProxy
	KindAuth       // the package-level authenticator
	KindSocketAuth // ServerAuth… and ClientAuth… of a socket
	KindCurveKeypair
)

var kindNames = [...]string{
	"other", "new socket", "new context", "set option", "set context option", "get option", "bind", "connect",
	"unbind", "disconnect", "close", "term", "send", "receive", "monitor", "poller add", "poll", "reactor add",
	"reactor run", "proxy", "authenticator", "socket authentication", "curve keypair",
}

func (k Kind) String() string { return kindNames[k] }

// Setting is what a call sets: an option, from the argument Arg (index without
// receiver) or, when Arg is -1, always to Value.
type Setting struct {
	Option Option
	Arg    int
	Value  int64
}

// Call is the row of one exported function or method of zmq4. Argument indexes
// do not count the receiver; of a variadic parameter the index stands for all
// the arguments from there on.
type Call struct {
	Recv string // "Socket", "Context", "Poller", "Reactor", …; "" for functions
	Name string
	Kind Kind

	Option   Option    // of KindSetOption and KindGetOption
	Settings []Setting // of KindSetOption and KindSocketAuth, in the order of zmq4's code
	Sets     []Option  // the options of Settings

	EndpointArg  int // -1 for none
	SocketArgs   []int
	DurationArgs []int

	SecretKeyArgs, PublicKeyArgs       []int
	SecretKeyResults, PublicKeyResults []int

	HasError bool   // the last result is an error
	Security bool   // CURVE, PLAIN, GSSAPI, ZAP: a failure leaves less protection
	Draft    bool   // only in zmq4/draft
	Since    string // first release of zmq4 that has it
	Source   string
}

// String reads "(*Socket).Bind" or "NewSocket".
func (c *Call) String() string {
	switch c.Recv {
	case "":
		return c.Name
	case "Socket", "Context", "Poller", "Reactor":
		return "(*" + c.Recv + ")." + c.Name
	}
	return c.Recv + "." + c.Name
}

// Lookup returns the row of fn, nil when fn is not part of zmq4's API.
func Lookup(fn *types.Func) *Call {
	if fn == nil || fn.Pkg() == nil || !fn.Exported() || !IsZMQ4(fn.Pkg().Path()) {
		return nil
	}
	var recv string
	if r := fn.Signature().Recv(); r != nil {
		named := namedOf(r.Type())
		if named == nil {
			return nil
		}
		recv = named.Obj().Name()
	}
	return callIndex[callKey{recv, fn.Name()}]
}

// Calls returns every row, in no order to rely on.
func Calls() []*Call { return calls }

// CallOf returns the row of a function (recv "") or method by name.
func CallOf(recv, name string) *Call { return callIndex[callKey{recv, name}] }

type callKey struct{ recv, name string }

var (
	calls     []*Call
	callIndex map[callKey]*Call
)

// property adds to a row; the tables read as a list of properties.
type property func(*Call)

func row(recv, name string, kind Kind, ps ...property) *Call {
	c := &Call{Recv: recv, Name: name, Kind: kind, EndpointArg: -1, Since: firstRelease}
	for _, p := range ps {
		p(c)
	}
	for _, s := range c.Settings {
		c.Sets = append(c.Sets, s.Option)
	}
	return c
}

func fails(c *Call)    { c.HasError = true }
func secures(c *Call)  { c.Security = true }
func draftly(c *Call)  { c.Draft = true }
func endpoint(c *Call) { c.EndpointArg = 0 }

func since(v string) property      { return func(c *Call) { c.Since = v } }
func from(source string) property  { return func(c *Call) { c.Source = source } }
func sockets(args ...int) property { return func(c *Call) { c.SocketArgs = args } }
func lasts(args ...int) property   { return func(c *Call) { c.DurationArgs = args } }
func secret(args ...int) property  { return func(c *Call) { c.SecretKeyArgs = args } }
func public(args ...int) property  { return func(c *Call) { c.PublicKeyArgs = args } }
func yields(public, secret []int) property {
	return func(c *Call) { c.PublicKeyResults, c.SecretKeyResults = public, secret }
}
func sets(ss ...Setting) property { return func(c *Call) { c.Settings = ss } }

// optionCalls makes the rows of setters and getters from the option table.
func optionCalls() (out []*Call) {
	for o := NoOption + 1; o < NumOptions; o++ {
		i := &table[o]
		set := row("Socket", i.Setter, KindSetOption, fails, sets(Setting{Option: o}), since(i.SinceZMQ4), from("socketset.go"))
		set.Option, set.Draft, set.Security = o, i.Draft, i.secures()
		if i.Arg == Duration {
			set.DurationArgs = []int{0}
		}
		switch o {
		case CurveSecretKey:
			set.SecretKeyArgs = []int{0}
		case CurvePublicKey, CurveServerKey:
			set.PublicKeyArgs = []int{0}
		}
		out = append(out, set)
		if i.Getter == "" {
			continue
		}
		get := row("Socket", i.Getter, KindGetOption, fails, since(i.SinceZMQ4), from("socketget.go"))
		get.Option, get.Draft = o, i.Draft
		out = append(out, get)
	}
	return out
}

// secures reports whether the option is part of a security mechanism.
func (i *OptionInfo) secures() bool { return CurveServer <= i.Option && i.Option <= GSSAPIPlaintext }
