// Package certs holds the keys of CURVE, ZeroMQ's encryption and
// authentication (RFC 26), and the files that they are kept in.
//
// A peer has a certificate: a secret key, the public key that follows from it,
// and metadata, which are names and values for people. The other side needs the
// public key alone.
//
//	cert, err := certs.New()          // a new pair
//	err = cert.Save("server.key")     // server.key to hand out, server.key_secret to keep
//	cert, err = certs.Load("server.key")
//	peer, err := certs.LoadPublic("peer.key")
//
// Files are in the format (ZPL, RFC 4) and by the naming convention of CZMQ's
// zcert; pyzmq's zmq.auth writes the same format. Each reads the files of the
// other two.
//
// # Secrets
//
// A [SecretKey] shows nothing of itself when it is printed, logged or
// marshalled, inside other values too. [SecretKey.Z85] alone gives the text
// away, because libzmq wants it.
//
// A file with a secret is written with mode 0600, and refused when its mode
// lets the group or others do anything with it. On Windows, where modes say
// nothing about who can read a file, that is not checked: a new file has the
// permissions of its folder, so keep keys in one that only the account of the
// service can read.
//
// Keys in memory cannot be protected from who can read the memory of the
// process, its swap space or its core dump; see [SecretKey.Wipe].
//
// The package needs neither cgo nor libzmq. Its values are safe for concurrent
// use, Wipe and changes of Metadata excepted.
package certs
