package rule

// The rules of the curve analyzer: who can read the traffic, forge it, or
// connect at all. The mechanism of a socket is what the last setter made it at
// the moment of each Bind and Connect, and libzmq reports no handshake failure
// to the application; that is why so many of these are errors.
var curveRules = []Rule{
	{
		Name:         "no-curve",
		Title:        "Network socket opened without CURVE",
		Analyzer:     "curve",
		Severity:     Error,
		SeverityNote: "warning for Connect",
		CWE:          []string{"CWE-319", "CWE-306"},
		Default:      true,
		Doc: Doc{
			Reports: "A `Bind` or `Connect` on a network transport before which CURVE is not set on every path (GSSAPI with encryption counts too). When only some paths set it, the message says so and names the condition. An endpoint that cannot be determined counts as network.",
			Why:     "Without a mechanism libzmq speaks NULL: everything is sent in clear, and whoever reaches the port is a valid peer. Messages can be read and forged, a subscriber can be fed false data, a worker can be given jobs. Where messages are decoded into objects this has meant remote code execution (CERT VU#665416).",
			Silent:  "For `inproc` and `ipc`, for `tcp` on the loopback interface, and for a client's keys after `SetCurveServer(0)`. Raw TCP sockets (STREAM, ROUTER_RAW) and pgm, epgm, norm and udp cannot do CURVE at all: the message says so, and the way out is another transport or a tunnel.",
			Fix:     "Server: start an authenticator, add the clients' public keys, call `ServerAuthCurve` before `Bind`. Client: call `ClientAuthCurve` before `Connect`. Check every error. When the peers are on the same machine, use `ipc` or the loopback interface.",
			Sources: []string{"zmq_curve(7)", "zmq_null(7)", "RFC 26/CURVEZMQ", "CERT VU#665416"},
		},
	},
	{
		Name:     "incomplete-curve",
		Title:    "CURVE role set, but a key it needs is missing",
		Analyzer: "curve",
		Severity: Error,
		CWE:      []string{"CWE-287"},
		Default:  true,
		Doc: Doc{
			Reports: "An open of a CURVE server without a secret key, or of a CURVE client without the server's key, its own public key or its own secret key.",
			Why:     "libzmq checks none of this at `Bind` or `Connect`. Every handshake fails, the application sees a socket on which nothing arrives, and the usual next step in debugging is to turn CURVE off.",
			Silent:  "When the keys are set in a helper function, or may have been set in code that cannot be followed.",
			Fix:     "A server needs `SetCurveServer(1)` and `SetCurveSecretkey`; a client needs `SetCurveServerkey`, `SetCurvePublickey` and `SetCurveSecretkey`. `ServerAuthCurve` and `ClientAuthCurve` set them together.",
			Sources: []string{"zmq_curve(7)"},
		},
	},
	{
		Name:     "late-curve",
		Title:    "CURVE or ZAP option set after the open it was meant for",
		Analyzer: "curve",
		Severity: Error,
		CWE:      []string{"CWE-696"},
		Default:  true,
		Doc: Doc{
			Reports: "A CURVE or ZAP option that is set after a `Bind` or `Connect` and not before it. The finding is at the setter, and there is no `no-curve` for the same open.",
			Why:     "Security options act on later `Bind` and `Connect` calls only. After `Bind` the setter returns nil and `GetMechanism` says CURVE, and the listener still admits peers without any mechanism.",
			Silent:  "When another open of the same socket follows the setter: it may be meant for that one.",
			Fix:     "Move the setters before the `Bind` or `Connect`.",
			Sources: []string{"zmq_setsockopt(3): security options take effect for subsequent bind and connect calls"},
		},
	},
	{
		Name:     "open-curve",
		Title:    "CURVE server that admits any client key",
		Analyzer: "curve",
		Severity: Warning,
		CWE:      []string{"CWE-862"},
		Default:  true,
		Doc: Doc{
			Reports: "A CURVE server that encrypts but does not ask who the client is: `CURVE_ALLOW_ANY` is added for its domain or for `*`, no authenticator is started, it is started after the bind, or the socket belongs to another `Context` than the authenticator's (`AuthStart` serves the default context only).",
			Why:     "Whether a client key is acceptable is asked of the ZAP handler in the socket's own context. When there is none, libzmq accepts every key, also with a ZAP domain set. Anyone who knows the server's public key, which is not a secret, can connect.",
			Silent:  "When keys come from a store that cannot be followed, when a hand-written handler (REP or ROUTER bound to `inproc://zeromq.zap.01`) runs in the same context, and when a domain has no keys at all: that one refuses everybody and is `auth-gap`. A library is reported only when it starts no authenticator and exports no way to add keys.",
			Fix:     "Call `AuthStart` before the first `Bind`, add each client's public key with `AuthCurveAdd`, and make the socket in the default context with `zmq4.NewSocket`; for another context run a ZAP handler of your own there.",
			Sources: []string{"RFC 27/ZAP", "zmq_curve(7)", "zmq4 auth.go"},
		},
	},
	{
		Name:     "unchecked-curve",
		Title:    "Error of a security call dropped",
		Analyzer: "curve",
		Severity: Error,
		CWE:      []string{"CWE-252"},
		Default:  true,
		Doc: Doc{
			Reports: "A CURVE, PLAIN, ZAP or authenticator call whose error is not looked at: called as a statement, by `go` or `defer`, or assigned to `_`.",
			Why:     "These calls fail for ordinary reasons: a libzmq built without CURVE, a key with a line break at its end. The socket then keeps the mechanism it had, which is NULL, and the program opens it in clear.",
			Silent:  "When the error goes anywhere at all: returned, compared, passed on.",
			Fix:     "Check the error and do not open the socket when there is one.",
			Sources: []string{"zmq_setsockopt(3)", "zmq_has(3)"},
		},
	},
	{
		Name:     "hardcoded-key",
		Title:    "Secret key written in the source",
		Analyzer: "curve",
		Severity: Error,
		CWE:      []string{"CWE-798"},
		Default:  true,
		Doc: Doc{
			Reports: "A constant Z85 key that reaches a secret-key parameter, directly or through constants and variables.",
			Why:     "Whoever reads the repository, its history or the binary can pose as the server or connect as the client. A key in the source cannot be changed without a release. Keys copied from the manual are known to everybody.",
			Silent:  "For public keys, and in test files unless these are analysed.",
			Fix:     "Make a new key pair, revoke the old one, and read the secret at run time from a file that only the service can read or from a secret store.",
			Sources: []string{"zmq_curve_keypair(3)", "RFC 32/Z85"},
		},
	},
	{
		Name:     "swapped-keys",
		Title:    "Public and secret key exchanged",
		Analyzer: "curve",
		Severity: Error,
		CWE:      []string{"CWE-687"},
		Default:  true,
		Doc: Doc{
			Reports: "A public key passed where a secret key belongs, or the reverse, as seen from the results of `NewCurveKeypair` and `AuthCurvePublic`.",
			Why:     "Both are 40 characters of Z85, so neither Go nor libzmq notices. No handshake ever succeeds; and a secret key passed as a public one is handed to peers, written in configuration files and logged.",
			Silent:  "For keys that come from elsewhere: nothing in a key tells which kind it is.",
			Fix:     "`NewCurveKeypair` returns the public key first. Parameters: `ServerAuthCurve(domain, secret)`, `ClientAuthCurve(serverPublic, clientPublic, clientSecret)`, `AuthCurveAdd(domain, public...)`.",
			Sources: []string{"zmq_curve_keypair(3)", "zmq4 auth.go"},
		},
	},
	{
		Name:     "curve-role-conflict",
		Title:    "Same socket made CURVE server and CURVE client",
		Analyzer: "curve",
		Severity: Error,
		Default:  true,
		Doc: Doc{
			Reports: "A socket that is made both CURVE server and CURVE client before one open.",
			Why:     "A socket has one role at each open, and the last setter wins: `SetCurveServerkey` makes it a client, `SetCurveServer(1)` a server. The earlier half of the set-up is void, and the side that was meant to authenticate may no longer do so.",
			Silent:  "When an open lies between the two: a socket may change roles from one endpoint to the next.",
			Fix:     "Keep one role. Server and client do not depend on who binds: a server may connect and a client may bind.",
			Sources: []string{"zmq_curve(7)", "libzmq options.cpp"},
		},
	},
	{
		Name:     "plain-auth",
		Title:    "PLAIN or NULL mechanism chosen for a network socket",
		Analyzer: "curve",
		Severity: Error,
		CWE:      []string{"CWE-319"},
		Default:  true,
		Doc: Doc{
			Reports: "A network open of a socket set up with PLAIN or with `ServerAuthNull`. It takes the place of `no-curve` there.",
			Why:     "PLAIN sends user name and password in clear and encrypts nothing that follows; and zmq4's PLAIN check is not to be relied on. `ServerAuthNull` knows peers by their address alone.",
			Silent:  "For `inproc`, `ipc` and the loopback interface.",
			Fix:     "Use CURVE: one key pair for each client in place of a password.",
			Sources: []string{"zmq_plain(7)", "RFC 24/ZMTP-PLAIN"},
		},
	},
	{
		Name:     "mechanism-reset",
		Title:    "CURVE set up, then put back to another mechanism",
		Analyzer: "curve",
		Severity: Error,
		CWE:      []string{"CWE-1188"},
		Default:  true,
		Doc: Doc{
			Reports: "A call between the CURVE set-up and the open that makes the socket NULL or PLAIN again: `SetCurveServer(0)`, `SetPlainServer(0)`, `ServerAuthNull`, `SetPlainUsername(\"\")` and their like.",
			Why:     "The last mechanism setter wins. The keys are still there, and the socket is opened without encryption and without authentication.",
			Silent:  "For `SetCurveServer(0)` before a client's keys: the keys choose CURVE again.",
			Fix:     "Drop the call, or make the CURVE calls the last ones before the open.",
			Sources: []string{"zmq_setsockopt(3): ZMQ_CURVE_SERVER, ZMQ_PLAIN_SERVER", "libzmq options.cpp"},
		},
	},
	{
		Name:     "auth-gap",
		Title:    "Authenticator call that does not do what it says",
		Analyzer: "curve",
		Severity: Error,
		CWE:      []string{"CWE-863"},
		Default:  true,
		Doc: Doc{
			Reports: "Calls to zmq4's authenticator without the effect that they seem to have:\n\n" +
				"- `AuthAllow` or `AuthDeny` with a host name or a malformed address, which is ignored without an error;\n" +
				"- the domain of a CURVE server to which no key is ever added, or keys added to a domain that no socket uses;\n" +
				"- `AuthStop` while CURVE servers stay open;\n" +
				"- `AuthSetVerbose(true)`;\n" +
				"- allow or deny lists for a NULL socket that has no ZAP domain.",
			Why:    "An allow list whose only entry was ignored is empty, and an empty list lets everybody pass. A domain without keys refuses everybody. After `AuthStop` a CURVE server admits any key. Verbose mode writes passwords to the log. A NULL socket without a domain never asks the authenticator.",
			Silent: "For addresses and keys that are not constants, and for an `AuthStop` deferred to the end of `main`.",
			Fix:    "Pass IP addresses or CIDR networks; use the same domain in `ServerAuthCurve` and `AuthCurveAdd`; stop the authenticator after the sockets are closed; leave verbose mode off outside of debugging.",
			Sources: []string{
				"zmq4 auth.go", "RFC 27/ZAP",
			},
		},
	},
}
