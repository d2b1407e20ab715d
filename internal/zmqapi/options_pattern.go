package zmqapi

// Options of one messaging pattern. Accepts is wider than Types where a libzmq
// class inherits: rep_t is a router_t, pub_t an xpub_t, req_t a dealer_t.
var pattern = []OptionInfo{
	{Option: Identity, Name: "IDENTITY", ID: 5, Setter: "SetIdentity", Getter: "GetIdentity", Arg: String,
		Default: "none", Min: 1, Max: 255, Source: "zmq_setsockopt(3) ZMQ_ROUTING_ID"},
	{Option: ConnectRID, Name: "CONNECT_RID", ID: 61, Setter: "SetConnectRid", Arg: String, Default: "none", Min: 1, Max: anyLength,
		Types: TypesOf(ROUTER, STREAM), Accepts: TypesOf(ROUTER, STREAM, REP), When: NextConnect, SinceLibzmq: "4.1"},
	{Option: RouterMandatory, Name: "ROUTER_MANDATORY", ID: 33, Setter: "SetRouterMandatory", Arg: Int, HasDefault: true, Max: maxInt,
		Special: []Special{{0, "messages without route are dropped"}, {1, "EHOSTUNREACH"}}, Types: TypesOf(ROUTER), Accepts: routers, When: AtOnce},
	{Option: RouterHandover, Name: "ROUTER_HANDOVER", ID: 56, Setter: "SetRouterHandover", Arg: Bool, HasDefault: true, Max: 1,
		Special: onOff, Types: TypesOf(ROUTER), Accepts: routers, When: AtOnce, SinceLibzmq: "4.1"},
	{Option: RouterRaw, Name: "ROUTER_RAW", ID: 41, Setter: "SetRouterRaw", Arg: Int, HasDefault: true, Max: maxInt,
		Special: onOff, Types: TypesOf(ROUTER), Accepts: routers, Deprecated: "a STREAM socket"},
	{Option: RouterNotify, Name: "ROUTER_NOTIFY", ID: 97, Setter: "SetRouterNotify", Getter: "GetRouterNotify", Arg: Int, HasDefault: true, Max: 3,
		Special: special(0, "off"), Types: TypesOf(ROUTER), Accepts: routers, Draft: true, SinceZMQ4: "v1.3.0", SinceLibzmq: "4.3"},
	{Option: ProbeRouter, Name: "PROBE_ROUTER", ID: 51, Setter: "SetProbeRouter", Arg: Int, HasDefault: true, Max: maxInt,
		Special: onOff, Types: TypesOf(ROUTER, DEALER, REQ), Accepts: TypesOf(ROUTER, DEALER, REQ, REP), When: AtOnce},
	{Option: ReqCorrelate, Name: "REQ_CORRELATE", ID: 52, Setter: "SetReqCorrelate", Arg: Int, HasDefault: true, Max: maxInt,
		Special: onOff, Types: TypesOf(REQ), Accepts: TypesOf(REQ), When: AtOnce},
	{Option: ReqRelaxed, Name: "REQ_RELAXED", ID: 53, Setter: "SetReqRelaxed", Arg: Int, HasDefault: true, Max: maxInt,
		Special: onOff, Types: TypesOf(REQ), Accepts: TypesOf(REQ), When: AtOnce},
	{Option: Subscribe, Name: "SUBSCRIBE", ID: 6, Setter: "SetSubscribe", Arg: String, Default: "no subscription", Max: anyLength,
		Special: special(0, "everything"), Types: subscribers, Accepts: subscribers, When: AtOnce, Source: "xpub.cpp takes it in manual mode"},
	{Option: Unsubscribe, Name: "UNSUBSCRIBE", ID: 7, Setter: "SetUnsubscribe", Arg: String, Default: "none", Max: anyLength,
		Types: subscribers, Accepts: subscribers, When: AtOnce, Source: "xpub.cpp takes it in manual mode"},
	{Option: XPubVerbose, Name: "XPUB_VERBOSE", ID: 40, Setter: "SetXpubVerbose", Arg: Int, HasDefault: true, Max: maxInt,
		Special: onOff, Types: TypesOf(XPUB), Accepts: publishers, When: AtOnce},
	{Option: XPubVerboser, Name: "XPUB_VERBOSER", ID: 78, Setter: "SetXpubVerboser", Arg: Int, HasDefault: true, Max: maxInt,
		Special: onOff, Types: TypesOf(XPUB), Accepts: publishers, When: AtOnce, SinceLibzmq: "4.2"},
	{Option: XPubNoDrop, Name: "XPUB_NODROP", ID: 69, Setter: "SetXpubNodrop", Arg: Bool, HasDefault: true, Max: 1,
		Special: onOff, Types: publishers, Accepts: publishers, When: AtOnce, SinceLibzmq: "4.1", Source: "xpub.cpp xsend reads it at each call"},
	{Option: XPubManual, Name: "XPUB_MANUAL", ID: 71, Setter: "SetXpubManual", Arg: Int, HasDefault: true, Max: maxInt,
		Special: onOff, Types: TypesOf(XPUB), Accepts: publishers, When: AtOnce, SinceLibzmq: "4.2", Source: "xpub.cpp xread_activated reads it"},
	{Option: XPubWelcomeMsg, Name: "XPUB_WELCOME_MSG", ID: 72, Setter: "SetXpubWelcomeMsg", Arg: String, Default: "none", Max: anyLength,
		Types: TypesOf(XPUB), Accepts: publishers, When: AtOnce, SinceLibzmq: "4.2", Source: "xpub.cpp xattach_pipe reads it"},
	{Option: InvertMatching, Name: "INVERT_MATCHING", ID: 74, Setter: "SetInvertMatching", Getter: "GetInvertMatching", Arg: Int, HasDefault: true,
		Min: minInt, Max: maxInt, Special: onOff, Types: TypesOf(PUB, XPUB, SUB), When: AtOnce, SinceLibzmq: "4.2", Source: "xpub.cpp xsend and sub.cpp read it at each call"},
	{Option: StreamNotify, Name: "STREAM_NOTIFY", ID: 73, Setter: "SetStreamNotify", Arg: Int, HasDefault: true, DefaultInt: 1, Max: 1,
		Special: onOff, Types: TypesOf(STREAM), Accepts: TypesOf(STREAM), SinceLibzmq: "4.2"},
	{Option: HelloMsg, Name: "HELLO_MSG", ID: 110, Setter: "SetHelloMsg", Arg: String, Default: "none", Max: anyLength,
		Types: TypesOf(ROUTER, DEALER, CLIENT, SERVER), Draft: true, SinceZMQ4: "v1.4.0", SinceLibzmq: "4.3.3"},
	{Option: DisconnectMsg, Name: "DISCONNECT_MSG", ID: 111, Setter: "SetDisconnectMsg", Arg: String, Default: "none", Max: anyLength,
		Types: TypesOf(ROUTER, SERVER), Draft: true, SinceZMQ4: "v1.4.0", SinceLibzmq: "4.3.3"},
	{Option: HiccupMsg, Name: "HICCUP_MSG", ID: 114, Setter: "SetHiccupMsg", Arg: String, Default: "none", Max: anyLength,
		Types: TypesOf(DEALER, CLIENT), Draft: true, SinceZMQ4: "v1.4.0", SinceLibzmq: "4.3.5"},
}

var (
	routers     = TypesOf(ROUTER, REP)
	publishers  = TypesOf(XPUB, PUB)
	subscribers = TypesOf(SUB, XPUB)
)
