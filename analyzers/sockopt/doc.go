// Package sockopt checks the limits that libzmq does not set for you: sizes,
// high water marks, linger, keepalive; and that options are set in time, with
// values and units that libzmq takes as they are meant.
//
// # Deliberately not reported
//
// Options of sockets that went through code that cannot be followed. Options
// that are set elsewhere through the same field, in an order that is not
// known. Values that configuration decides.
package sockopt
