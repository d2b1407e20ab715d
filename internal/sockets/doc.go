// Package sockets is the engine of zmqlint: it finds every ZeroMQ socket of
// the load, follows it through locals, fields, closures and functions, and
// tells for each bind and connect which options were set before.
//
// # How it works
//
// The load is brought into SSA form (program.go). Functions are analysed
// bottom-up over the strongly connected components of the call graph
// (order.go); each yields one Summary (summary.go), which is all that its
// callers see of it.
//
// Inside a function:
//
//   - loc.go names the sockets: a Loc is a creation site, a parameter, a
//     captured variable, a package variable, or a field path that starts at
//     one of these. The same Loc names a pointer and what it points to.
//     refs.go tells which Locs a value can denote.
//   - flow.go runs a forward worklist over the blocks. Its domain maps each
//     Loc to a State (state.go): options set on every path (must) and on some
//     path (may), the security mechanism, whether it is open.
//   - A State is relative: for a parameter it tells what this function added.
//     Composition with the caller's State gives the absolute one.
//   - cfg.go and route.go say which paths do not count: calls that do not
//     return, returns of an error (the caller of a failed set-up does not
//     open), tests that the way there has decided.
//   - turn.go runs loops over lists of functions: options tables and
//     functional options. closures.go runs closures that are handed on.
//
// Between functions: every API call on a socket is an Event. When the socket
// was made in the function, the event is resolved: its absolute State is known
// and kept as a Context. Otherwise the event is pending, and travels in the
// summary to the callers, which resolve it or hand it on. Where no caller
// knows the socket (an exported method, a value out of a map), the fields that
// it was stored in link it to its creation site (fields.go).
//
// Values (endpoints, socket types, flags) are folded on demand, backwards
// through the load (fold.go, library.go, elements.go, heap.go), and endpoints
// are classified in endpoint.go. Each socket of an open is judged by its own
// endpoint and type, as the calls that lead there give them (uses.go,
// origin.go, bytype.go).
//
// A standalone driver hands over the whole load (Preload). Under go vet and
// golangci-lint the load is one package; facts.go tells importers what its
// functions do, cases.go what they do when they are called with certain constants,
// resultfacts.go what endpoints they return; imported.go takes that in.
//
// # What is deliberately not done
//
// What cannot be followed is unknown, and unknown is silent: the Result lists
// each such place with its reason. A whole load is kept in memory as one
// program, because parameters are joined over all callers and fields over all
// stores; packages are not freed one by one. The heap is one cell for each field of an
// object; two sockets in one slice share a cell.
package sockets
