package zmqapi

// Options that choose the security mechanism, its role and its keys. A socket
// has one mechanism at each bind or connect, and the last setter wins; setting
// CURVE_SERVER or PLAIN_SERVER to 0 leaves NULL behind.

// curveKeyLengths: raw, Z85, and Z85 with its terminating NUL.
var curveKeyLengths = []int64{32, 40, 41}

var security = []OptionInfo{
	{Option: CurveServer, Name: "CURVE_SERVER", ID: 47, Setter: "SetCurveServer", Arg: Int,
		HasDefault: true, Max: 1, Special: []Special{{0, "mechanism NULL"}, {1, "mechanism CURVE, server"}}, Transports: zmtp},
	{Option: CurvePublicKey, Name: "CURVE_PUBLICKEY", ID: 48, Setter: "SetCurvePublickey", Getter: "GetCurvePublickeykeyZ85", Arg: String,
		Default: "zeros", Min: 32, Max: 41, Values: curveKeyLengths, Transports: zmtp},
	{Option: CurveSecretKey, Name: "CURVE_SECRETKEY", ID: 49, Setter: "SetCurveSecretkey", Getter: "GetCurveSecretkeyZ85", Arg: String,
		Default: "zeros", Min: 32, Max: 41, Values: curveKeyLengths, Transports: zmtp},
	{Option: CurveServerKey, Name: "CURVE_SERVERKEY", ID: 50, Setter: "SetCurveServerkey", Getter: "GetCurveServerkeyZ85", Arg: String,
		Default: "zeros", Min: 32, Max: 41, Values: curveKeyLengths, Transports: zmtp, Source: "options.cpp: makes the socket a client"},
	{Option: ZAPDomain, Name: "ZAP_DOMAIN", ID: 55, Setter: "SetZapDomain", Getter: "GetZapDomain", Arg: String,
		Default: "empty", Min: 1, Max: 255, Transports: zmtp},
	{Option: PlainServer, Name: "PLAIN_SERVER", ID: 44, Setter: "SetPlainServer", Getter: "GetPlainServer", Arg: Int,
		HasDefault: true, Max: 1, Special: []Special{{0, "mechanism NULL"}, {1, "mechanism PLAIN, server"}}, Transports: zmtp},
	{Option: PlainUsername, Name: "PLAIN_USERNAME", ID: 45, Setter: "SetPlainUsername", Getter: "GetPlainUsername", Arg: String,
		Default: "not set", Max: 255, Special: special(0, "mechanism NULL"), Transports: zmtp},
	{Option: PlainPassword, Name: "PLAIN_PASSWORD", ID: 46, Setter: "SetPlainPassword", Getter: "GetPlainPassword", Arg: String,
		Default: "not set", Max: 255, Special: special(0, "mechanism NULL"), Transports: zmtp},
	{Option: GSSAPIServer, Name: "GSSAPI_SERVER", ID: 62, Setter: "SetGssapiServer", Getter: "GetGssapiServer", Arg: Bool,
		HasDefault: true, Max: 1, Special: []Special{{0, "client"}, {1, "server"}}, Transports: zmtp, SinceLibzmq: "4.1"},
	{Option: GSSAPIPrincipal, Name: "GSSAPI_PRINCIPAL", ID: 63, Setter: "SetGssapiPrincipal", Getter: "GetGssapiPrincipal", Arg: String,
		Default: "not set", Min: 1, Max: 255, Transports: zmtp, SinceLibzmq: "4.1"},
	{Option: GSSAPIServicePrincipal, Name: "GSSAPI_SERVICE_PRINCIPAL", ID: 64, Setter: "SetGssapiServicePrincipal", Getter: "GetGssapiServicePrincipal", Arg: String,
		Default: "not set", Min: 1, Max: 255, Transports: zmtp, SinceLibzmq: "4.1", Source: "options.cpp: makes the socket a client"},
	{Option: GSSAPIPlaintext, Name: "GSSAPI_PLAINTEXT", ID: 65, Setter: "SetGssapiPlaintext", Getter: "GetGssapiPlaintext", Arg: Bool,
		HasDefault: true, Max: 1, Special: []Special{{0, "encrypted"}, {1, "not encrypted"}}, Transports: zmtp, SinceLibzmq: "4.1"},
}
