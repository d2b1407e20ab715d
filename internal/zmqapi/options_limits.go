package zmqapi

import "math"

// Limits on size, number and time of messages, and on queues.
//
// HWM: session_base.cpp engine_ready gives an accepted connection the options
// that its listener copied at bind, so a later mark does not reach it, although
// zmq_setsockopt(3) lists the marks among the options that act at once.
var limits = []OptionInfo{
	{Option: MaxMsgSize, Name: "MAXMSGSIZE", ID: 22, Setter: "SetMaxmsgsize", Getter: "GetMaxmsgsize", Arg: Int64, Unit: "bytes per frame",
		HasDefault: true, DefaultInt: -1, Min: math.MinInt64, Max: math.MaxInt64, Special: []Special{{-1, "no limit"}, {0, "only empty frames"}},
		Transports: framed, Source: "options.cpp takes any value; v2_decoder.cpp size_ready"},
	{Option: RcvHWM, Name: "RCVHWM", ID: 24, Setter: "SetRcvhwm", Getter: "GetRcvhwm", Arg: Int, Unit: "messages per peer",
		HasDefault: true, DefaultInt: 1000, Max: maxInt, Special: special(0, "no limit"), When: HighWater, Source: "session_base.cpp engine_ready"},
	{Option: SndHWM, Name: "SNDHWM", ID: 23, Setter: "SetSndhwm", Getter: "GetSndhwm", Arg: Int, Unit: "messages per peer",
		HasDefault: true, DefaultInt: 1000, Max: maxInt, Special: special(0, "no limit"), When: HighWater, Source: "session_base.cpp engine_ready"},
	{Option: Linger, Name: "LINGER", ID: 17, Setter: "SetLinger", Getter: "GetLinger", Arg: Duration, Unit: "ms",
		HasDefault: true, DefaultInt: -1, Min: -1, Max: maxInt, Special: []Special{{-1, "no limit"}, {0, "unsent messages are dropped"}},
		When: AtOnce, Source: "sub.cpp, xsub.cpp and dish.cpp start with 0, and so does every socket of a context with BLOCKY off"},
	{Option: RcvTimeo, Name: "RCVTIMEO", ID: 27, Setter: "SetRcvtimeo", Getter: "GetRcvtimeo", Arg: Duration, Unit: "ms",
		HasDefault: true, DefaultInt: -1, Min: -1, Max: maxInt, Special: []Special{{-1, "no limit"}, {0, "EAGAIN at once"}},
		When: AtOnce, Source: "socket_base.cpp recv reads it at each call"},
	{Option: SndTimeo, Name: "SNDTIMEO", ID: 28, Setter: "SetSndtimeo", Getter: "GetSndtimeo", Arg: Duration, Unit: "ms",
		HasDefault: true, DefaultInt: -1, Min: -1, Max: maxInt, Special: []Special{{-1, "no limit"}, {0, "EAGAIN at once"}},
		When: AtOnce, Source: "socket_base.cpp send reads it at each call"},
	{Option: RcvBuf, Name: "RCVBUF", ID: 12, Setter: "SetRcvbuf", Getter: "GetRcvbuf", Arg: Int, Unit: "bytes",
		HasDefault: true, DefaultInt: -1, Min: -1, Max: maxInt, Special: special(-1, "the system's")},
	{Option: SndBuf, Name: "SNDBUF", ID: 11, Setter: "SetSndbuf", Getter: "GetSndbuf", Arg: Int, Unit: "bytes",
		HasDefault: true, DefaultInt: -1, Min: -1, Max: maxInt, Special: special(-1, "the system's")},
	{Option: Backlog, Name: "BACKLOG", ID: 19, Setter: "SetBacklog", Getter: "GetBacklog", Arg: Int, Unit: "connections",
		HasDefault: true, DefaultInt: 100, Max: maxInt, Transports: connected},
	{Option: Conflate, Name: "CONFLATE", ID: 54, Setter: "SetConflate", Arg: Bool,
		HasDefault: true, Max: 1, Special: onOff, Types: TypesOf(PULL, PUSH, SUB, PUB, DEALER), Source: "pipe.cpp: high water marks do not hold"},
	{Option: Immediate, Name: "IMMEDIATE", ID: 39, Setter: "SetImmediate", Getter: "GetImmediate", Arg: Bool,
		HasDefault: true, Max: 1, Special: onOff, Transports: connected},
}
