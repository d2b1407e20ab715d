// Package curve tells who can read, forge or connect: it reports sockets that
// are opened to the network without CURVE, and CURVE set up in a way that does
// not protect.
//
// CURVE (zmq_curve(7), RFC 26) encrypts a connection and proves to each side
// the other's key. libzmq neither asks for it nor says when it is not there: a
// socket without it works the same, for everyone who can reach it.
//
// # Deliberately not reported
//
// Local and loopback endpoints. Sockets whose options are not known: they went
// through code that cannot be followed (zmqlint -explain-unknown lists them).
// A hand-written ZAP handler, which may well check keys.
package curve
