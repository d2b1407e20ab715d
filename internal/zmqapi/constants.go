package zmqapi

import "maps"

// hausnumero is where libzmq numbers the errors that the system has no number for.
const hausnumero = 156384712

// What receive loops ask for.
const (
	DontWait = 1               // ZMQ_DONTWAIT
	ETERM    = hausnumero + 53 // the context was terminated
)

// zmqConstants are those of zmq.h 4.3.5, draft API enabled, that zmq4's
// declarations use. The options' own numbers come from the option table.
var zmqConstants = map[string]int64{
	"ZMQ_HAUSNUMERO": hausnumero,
	"EFSM":           hausnumero + 51, "ENOCOMPATPROTO": hausnumero + 52, "ETERM": ETERM, "EMTHREAD": hausnumero + 54,

	"ZMQ_NULL": 0, "ZMQ_PLAIN": 1, "ZMQ_CURVE": 2, "ZMQ_GSSAPI": 3,
	"ZMQ_DONTWAIT": DontWait, "ZMQ_SNDMORE": 2, "ZMQ_POLLIN": 1, "ZMQ_POLLOUT": 2,
	"ZMQ_IO_THREADS_DFLT": 1, "ZMQ_MAX_SOCKETS_DFLT": 1023,
	"ZMQ_NOTIFY_CONNECT": 1, "ZMQ_NOTIFY_DISCONNECT": 2,

	"ZMQ_EVENT_CONNECTED": 0x1, "ZMQ_EVENT_CONNECT_DELAYED": 0x2, "ZMQ_EVENT_CONNECT_RETRIED": 0x4,
	"ZMQ_EVENT_LISTENING": 0x8, "ZMQ_EVENT_BIND_FAILED": 0x10,
	"ZMQ_EVENT_ACCEPTED": 0x20, "ZMQ_EVENT_ACCEPT_FAILED": 0x40,
	"ZMQ_EVENT_CLOSED": 0x80, "ZMQ_EVENT_CLOSE_FAILED": 0x100, "ZMQ_EVENT_DISCONNECTED": 0x200, "ZMQ_EVENT_MONITOR_STOPPED": 0x400,
	"ZMQ_EVENT_HANDSHAKE_FAILED_NO_DETAIL": 0x800, "ZMQ_EVENT_HANDSHAKE_SUCCEEDED": 0x1000,
	"ZMQ_EVENT_HANDSHAKE_FAILED_PROTOCOL": 0x2000, "ZMQ_EVENT_HANDSHAKE_FAILED_AUTH": 0x4000,
	"ZMQ_EVENT_ALL": 0xffff,
}

// errnos has the numbers of <errno.h> for Linux (mips apart), for the BSDs and
// Darwin, and for the C runtime of Windows. They differ enough that a constant
// folded with the wrong column would be wrong.
var errnos = map[string][3]int64{
	"EADDRINUSE":      {98, 48, 100},
	"EADDRNOTAVAIL":   {99, 49, 101},
	"EAFNOSUPPORT":    {97, 47, 102},
	"ECONNABORTED":    {103, 53, 106},
	"ECONNREFUSED":    {111, 61, 107},
	"ECONNRESET":      {104, 54, 108},
	"EHOSTUNREACH":    {113, 65, 110},
	"EINPROGRESS":     {115, 36, 112},
	"EMSGSIZE":        {90, 40, 115},
	"ENETDOWN":        {100, 50, 116},
	"ENETRESET":       {102, 52, 117},
	"ENETUNREACH":     {101, 51, 118},
	"ENOBUFS":         {105, 55, 119},
	"ENOTCONN":        {107, 57, 126},
	"ENOTSOCK":        {88, 38, 128},
	"ENOTSUP":         {95, 45, 129},
	"EPROTONOSUPPORT": {93, 43, 135},
	"ETIMEDOUT":       {110, 60, 138},
}

// Constants returns the C constants, by name as in C.NAME, with their values
// on the operating system. An unknown system gets the numbers of Linux.
func Constants(goos string) map[string]int64 {
	out := maps.Clone(zmqConstants)
	for t := range SocketType(numSocketTypes) {
		out["ZMQ_"+t.String()] = int64(t)
	}
	for _, i := range table[1:] {
		out["ZMQ_"+i.Name] = int64(i.ID)
	}
	column := 0
	switch goos {
	case "darwin", "ios", "freebsd", "dragonfly", "netbsd", "openbsd":
		column = 1
	case "windows":
		column = 2
	}
	for name, values := range errnos {
		out[name] = values[column]
	}
	switch goos {
	case "openbsd":
		out["ENOTSUP"] = 91
	case "netbsd":
		out["ENOTSUP"] = 86
	}
	return out
}

// SocketTypeOf returns the socket type that a constant of type zmq4.Type
// stands for. Built against a libzmq without the draft API, zmq4/draft gives
// its own types the negative of their number.
func SocketTypeOf(v int64) (SocketType, bool) {
	if -int64(DGRAM) <= v && v <= -int64(SERVER) {
		v = -v
	}
	t := SocketType(v)
	return t, 0 <= v && v < numSocketTypes
}
