// Package version tells what is old: zmq4, libzmq, and bindings that nobody
// maintains.
//
// What a program is built with is a matter of its module, and each package of
// the module sees the same. go vet and golangci-lint hand over packages one by
// one, so there each package that imports zmq4 has the finding, at its first
// import. The zmqlint command joins them: one finding for the module, at the
// line of go.mod, with what all its packages do (finding.Shared).
//
//	version.go    the analyzer
//	module.go     which zmq4 a package is built with
//	gomod.go      where go.mod says so
//	outdated.go   outdated-module, and forks that are behind
//	libzmq.go     vulnerable-libzmq
//	exposure.go   which conditions of an advisory a program meets
//	deprecated.go deprecated-binding
//	join.go       what the command makes of the findings
//
// # Deliberately not reported
//
// zmq4 replaced by a directory, whose version is not known. Packages of
// distributions, where the advisory table does not say from which of their
// versions a fix is in.
package version
