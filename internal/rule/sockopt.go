package rule

// The rules of the sockopt analyzer: limits that libzmq leaves to the
// application, and setters that do not do what the line says.
var sockoptRules = []Rule{
	{
		Name:     "missing-options",
		Title:    "Socket opened without limits",
		Analyzer: "sockopt",
		Severity: Warning,
		CWE:      []string{"CWE-770"},
		Default:  true,
		Offer:    Offer{Does: "The options are set in front of the first open of the socket, and of the loop around it, each with its error handled as the function handles others: `MAXMSGSIZE` 1 MiB (16 MiB on a connect), high water marks 1000, `LINGER` one second, `TCP_KEEPALIVE` 1, or what the configured ceilings allow. What is set on some paths gets its default where the socket is made. In a file that imports `zmqsafe`, `zmqsafe.Harden` does it."},
		Doc: Doc{
			Reports: "An open before which a limit is not set on every path; one finding for each open, listing what is missing:\n\n" +
				"- `MAXMSGSIZE` on network sockets of types that receive. The default is no limit.\n" +
				"- `RCVHWM` on network sockets of types that receive and `SNDHWM` on those of types that send. The default is 1000 messages of any size for each peer.\n" +
				"- `TCP_KEEPALIVE` on tcp. The default is the system's, usually off. Heartbeats (`SetHeartbeatIvl`) count too.\n" +
				"- `LINGER` on sockets of types that send, on every transport but inproc. The default is to wait for ever.",
			Why:    "A peer announces a message of any size, and libzmq allocates it before a byte has arrived. Queues of 1000 messages without a size limit are no limit. A receiver whose peer vanished behind a NAT or firewall never learns it. One unsent message makes `Term` hang, and with it the shutdown of the service.",
			Silent: "When the options are set in code that cannot be followed. SUB, XSUB and DISH linger for no time by default and PULL has nothing to send, so none of them is asked for `LINGER`; SUB and XSUB send subscriptions only and are not asked for `SNDHWM`. `SetBlocky(false)` on the context counts as `LINGER`, and so does a `SetLinger` before every `Close`.",
			Fix:    "Set the options before `Bind` or `Connect`, with values that fit the traffic. On a connecting socket be generous with `MAXMSGSIZE`: after a message that is too large libzmq gives the endpoint up without an error. CURVE adds 33 bytes to each frame.",
			Sources: []string{
				"zmq_setsockopt(3): ZMQ_MAXMSGSIZE, ZMQ_RCVHWM, ZMQ_SNDHWM, ZMQ_TCP_KEEPALIVE, ZMQ_LINGER", "zmq_ctx_term(3)",
			},
		},
	},
	{
		Name:     "weak-option",
		Title:    "Value that turns a protection off",
		Analyzer: "sockopt",
		Severity: Warning,
		CWE:      []string{"CWE-770"},
		Default:  true,
		Offer:    Offer{Does: "The constant at the call becomes the default that missing-options sets (`HANDSHAKE_IVL`: 30 seconds)."},
		Doc: Doc{
			Reports: "A constant that removes the protection which the option gives: a high water mark of 0, `MAXMSGSIZE` −1, `LINGER` −1, `TCP_KEEPALIVE` 0, `HANDSHAKE_IVL` 0; and a high water mark or size above the ceiling in the configuration (there is none by default). The same option is not reported as missing as well.",
			Why:     "For high water marks 0 means no limit, and one slow or hostile peer fills the memory of the process. Without a handshake time-out silent connections keep their file descriptors for ever.",
			Silent:  "For values that are not constants.",
			Fix:     "Choose a finite value. A high water mark times the maximum message size times the number of peers is the memory that queues can take.",
			Sources: []string{"zmq_setsockopt(3)", "ZeroMQ Guide, chapter 2: High-Water Marks"},
		},
	},
	{
		Name:     "late-option",
		Title:    "Option set after the open it was meant for",
		Analyzer: "sockopt",
		Severity: Warning,
		Default:  true,
		Offer:    Offer{Does: "The setter is moved before the first open in its list of statements, with what handles its error."},
		Doc: Doc{
			Reports: "An option set after a `Bind` or `Connect`, and not before it, that acts on later opens only. The finding is at the setter, and the option is not reported as missing as well.",
			Why:     "The setter returns nil, the getter returns the new value, and the listener or connection goes on with the old one. High water marks are special: after a `Connect` they act at once, but connections accepted after a `Bind` keep the marks that were set when `Bind` was called. The manual page says otherwise; a measurement decided.",
			Silent:  "For options that act at once (`LINGER`, `RCVTIMEO`, `SNDTIMEO`, `SUBSCRIBE`, `ROUTER_MANDATORY` and others), for high water marks after a `Connect`, and when another open follows.",
			Fix:     "Move the setter before the open.",
			Sources: []string{"zmq_setsockopt(3): options take effect for subsequent bind and connect calls", "libzmq session_base.cpp"},
		},
	},
	{
		Name:     "unchecked-option",
		Title:    "Error of a protective setter dropped",
		Analyzer: "sockopt",
		Severity: Note,
		CWE:      []string{"CWE-252"},
		Default:  true,
		Offer:    Offer{Does: "The error is handled as that of the nearest call of the same socket, or as the function handles others."},
		Doc: Doc{
			Reports: "A call that sets a limit (such as `SetMaxmsgsize`, `SetRcvhwm`, `SetLinger`) and whose error is not looked at. The option still counts as set.",
			Why:     "A value that libzmq refuses, or an option that the installed libzmq does not know, leaves the default in force, and the default is no limit.",
			Silent:  "When the error goes anywhere at all. Security setters are `unchecked-curve`.",
			Fix:     "Check the error. `errors.Join` keeps a row of setters short.",
			Sources: []string{"zmq_setsockopt(3)"},
		},
	},
	{
		Name:     "invalid-option",
		Title:    "Value or option that libzmq refuses or ignores",
		Analyzer: "sockopt",
		Severity: Error,
		Default:  true,
		Doc: Doc{
			Reports: "A constant outside the range that libzmq accepts, an `int` that does not fit C's `int`, an option for another socket type (`SetSubscribe` on PUSH), or one for a transport that ignores it.",
			Why:     "The call fails with EINVAL or does nothing, on every run. Where its error is dropped, nobody ever sees it.",
			Silent:  "For values that are not constants, and where `weak-option` or `noop-option` says it better.",
			Fix:     "Use a value in the range that the message names, or drop the call.",
			Sources: []string{"zmq_setsockopt(3)", "libzmq options.cpp"},
		},
	},
	{
		Name:     "duration-unit",
		Title:    "Bare number where a time.Duration is taken",
		Analyzer: "sockopt",
		Severity: Error,
		CWE:      []string{"CWE-1339"},
		Default:  true,
		Offer:    Offer{Does: "A bare number is multiplied by `time.Millisecond`, the unit of libzmq; a duration in the place of seconds becomes its `Seconds()`."},
		Doc: Doc{
			Reports: "An integer constant other than 0 and −1 passed as a `time.Duration` without a unit, to a setter, to `Poll`, `PollAll` or `Reactor.Run`; and a `time.Duration` converted to `int` where seconds are taken, as in `SetTcpKeepaliveIdle`.",
			Why:     "`SetLinger(1000)` reads like a second and is a microsecond. zmq4 cuts durations to whole milliseconds, so libzmq gets 0: messages are dropped at close, receives return at once, a poll loop burns a core.",
			Silent:  "For 0 and −1, which mean the same in every unit, and for numbers of nanoseconds that make whole milliseconds (`5000000000`), which do what they say.",
			Fix:     "Write the unit: `SetLinger(time.Second)`. For seconds: `SetTcpKeepaliveIdle(60)`.",
			Sources: []string{"zmq4 socketset.go", "pebbe/zmq3 issue 20"},
		},
	},
	{
		Name:     "noop-option",
		Title:    "Call that looks like a protection and is none",
		Analyzer: "sockopt",
		Severity: Warning,
		Default:  true,
		Doc: Doc{
			Reports: "`SetMaxMsgsz` on a context, which libzmq stores and never checks; a `MAXMSGSIZE` below about 300 bytes on a CURVE socket, which refuses the handshake itself; `MAXMSGSIZE` or CURVE on a socket that only opens inproc, which has neither.",
			Why:     "The line makes readers believe in a limit that is not there.",
			Silent:  "When the socket also opens another transport, or may do so.",
			Fix:     "Set `SetMaxmsgsize` on the socket, to 1024 bytes or more with CURVE. Nothing is needed for inproc: its peers are in the same process.",
			Sources: []string{"zmq_ctx_set(3): ZMQ_MAX_MSGSZ", "libzmq zmq.cpp", "zmq_inproc(7)"},
		},
	},
	{
		Name:     "privileged-option",
		Title:    "Option that hands out power, without a word why",
		Analyzer: "sockopt",
		Severity: Note,
		CWE:      []string{"CWE-250"},
		Default:  true,
		Doc: Doc{
			Reports: "`ROUTER_HANDOVER`, `ROUTER_RAW`, a STREAM socket on a network endpoint, `USE_FD`, the deprecated TCP accept filters, or a SOCKS proxy, without a comment that gives the reason.",
			Why:     "With handover a peer takes another's identity and receives its messages. Raw sockets have no framing, no mechanism and no size limit. A file descriptor from outside skips the checks of `Bind`. Address filters are not authentication. A proxy sees and can change what is not encrypted.",
			Silent:  "When a comment stands at the end of the line or above it.",
			Fix:     "Say why it is needed in a comment, or do without.",
			Sources: []string{"zmq_setsockopt(3)", "zmq_socket(3): ZMQ_STREAM"},
		},
	},
	{
		Name:     "undocumented-option",
		Title:    "Security-relevant setter without a comment",
		Analyzer: "sockopt",
		Severity: Note,
		Default:  false,
		Doc: Doc{
			Reports: "A setter of a limit or of a security option with no comment at the end of its line or above it. Off unless enabled.",
			Why:     "A number such as 1000 means nothing to the next reader, who cannot tell whether it was measured or copied.",
			Silent:  "When a comment stands at the end of the line or directly above it.",
			Fix:     "Say where the value comes from.",
			Sources: []string{"zmq_setsockopt(3)"},
		},
	},
}
