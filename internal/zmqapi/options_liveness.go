package zmqapi

// Options that notice a dead, silent or unreachable peer.
var liveness = []OptionInfo{
	{Option: TCPKeepalive, Name: "TCP_KEEPALIVE", ID: 34, Setter: "SetTcpKeepalive", Getter: "GetTcpKeepalive", Arg: Int,
		HasDefault: true, DefaultInt: -1, Min: -1, Max: 1, Special: []Special{{-1, "the system's"}, {0, "off"}, {1, "on"}}, Transports: onlyTCP},
	{Option: TCPKeepaliveIdle, Name: "TCP_KEEPALIVE_IDLE", ID: 36, Setter: "SetTcpKeepaliveIdle", Getter: "GetTcpKeepaliveIdle", Arg: Int, Unit: "s",
		HasDefault: true, DefaultInt: -1, Min: -1, Max: maxInt, Special: special(-1, "the system's"), Transports: onlyTCP, Source: keepaliveSource},
	{Option: TCPKeepaliveCnt, Name: "TCP_KEEPALIVE_CNT", ID: 35, Setter: "SetTcpKeepaliveCnt", Getter: "GetTcpKeepaliveCnt", Arg: Int, Unit: "probes",
		HasDefault: true, DefaultInt: -1, Min: -1, Max: maxInt, Special: special(-1, "the system's"), Transports: onlyTCP, Source: keepaliveSource},
	{Option: TCPKeepaliveIntvl, Name: "TCP_KEEPALIVE_INTVL", ID: 37, Setter: "SetTcpKeepaliveIntvl", Getter: "GetTcpKeepaliveIntvl", Arg: Int, Unit: "s",
		HasDefault: true, DefaultInt: -1, Min: -1, Max: maxInt, Special: special(-1, "the system's"), Transports: onlyTCP, Source: keepaliveSource},
	{Option: TCPMaxRT, Name: "TCP_MAXRT", ID: 80, Setter: "SetTcpMaxrt", Getter: "GetTcpMaxrt", Arg: Duration, Unit: "ms",
		HasDefault: true, Max: maxInt, Special: special(0, "the system's"), Transports: overTCP, SinceLibzmq: "4.2"},
	{Option: HeartbeatIvl, Name: "HEARTBEAT_IVL", ID: 75, Setter: "SetHeartbeatIvl", Arg: Duration, Unit: "ms",
		HasDefault: true, Max: maxInt, Special: special(0, "off"), Transports: zmtp, SinceLibzmq: "4.2"},
	{Option: HeartbeatTimeout, Name: "HEARTBEAT_TIMEOUT", ID: 77, Setter: "SetHeartbeatTimeout", Arg: Duration, Unit: "ms",
		Default: "that of HEARTBEAT_IVL", Max: maxInt, Transports: zmtp, SinceLibzmq: "4.2"},
	{Option: HeartbeatTTL, Name: "HEARTBEAT_TTL", ID: 76, Setter: "SetHeartbeatTtl", Arg: Duration, Unit: "ms",
		HasDefault: true, Min: -99, Max: 6553599, Special: special(0, "the peer decides"), Transports: zmtp, SinceLibzmq: "4.2",
		Source: "options.cpp divides by 100 before it checks: less than 100 ms is 0"},
	{Option: HandshakeIvl, Name: "HANDSHAKE_IVL", ID: 66, Setter: "SetHandshakeIvl", Getter: "GetHandshakeIvl", Arg: Duration, Unit: "ms",
		HasDefault: true, DefaultInt: 30000, Max: maxInt, Special: special(0, "no limit"), Types: AllTypes &^ TypesOf(STREAM), Transports: zmtp, SinceLibzmq: "4.1"},
	{Option: ConnectTimeout, Name: "CONNECT_TIMEOUT", ID: 79, Setter: "SetConnectTimeout", Getter: "GetConnectTimeout", Arg: Duration, Unit: "ms",
		HasDefault: true, Max: maxInt, Special: special(0, "the system's"), Transports: append([]string{"vmci"}, overTCP...), SinceLibzmq: "4.2"},
	{Option: ReconnectIvl, Name: "RECONNECT_IVL", ID: 18, Setter: "SetReconnectIvl", Getter: "GetReconnectIvl", Arg: Duration, Unit: "ms",
		HasDefault: true, DefaultInt: 100, Min: -1, Max: maxInt, Special: []Special{{-1, "no reconnection"}, {0, "no reconnection"}},
		Transports: connected, Source: "session_base.cpp reconnects only above 0"},
	{Option: ReconnectIvlMax, Name: "RECONNECT_IVL_MAX", ID: 21, Setter: "SetReconnectIvlMax", Getter: "GetReconnectIvlMax", Arg: Duration, Unit: "ms",
		HasDefault: true, Max: maxInt, Special: special(0, "no back-off"), Transports: connected},
}

// keepaliveSource: tcp.cpp leaves the three alone while TCP_KEEPALIVE is -1.
const keepaliveSource = "tcp.cpp tune_tcp_keepalives: ignored while TCP_KEEPALIVE is -1"
