package zmqapi

// socketCalls are the methods of *Socket apart from setters and getters of options.
var socketCalls = []*Call{
	row("Socket", "Bind", KindBind, fails, endpoint, from("zmq4.go")),
	row("Socket", "Connect", KindConnect, fails, endpoint, from("zmq4.go")),
	row("Socket", "Unbind", KindUnbind, fails, endpoint, from("zmq4.go")),
	row("Socket", "Disconnect", KindDisconnect, fails, endpoint, from("zmq4.go")),
	row("Socket", "Close", KindClose, fails, from("zmq4.go")),
	row("Socket", "Monitor", KindMonitor, fails, endpoint, from("zmq4.go")),
	row("Socket", "Context", KindOther, fails, from("zmq4.go")),
	row("Socket", "String", KindOther, from("zmq4.go")),

	row("Socket", "Send", KindSend, fails, from("zmq4.go")),
	row("Socket", "SendBytes", KindSend, fails, from("zmq4.go")),
	row("Socket", "SendMessage", KindSend, fails, from("utils.go")),
	row("Socket", "SendMessageDontwait", KindSend, fails, from("utils.go")),

	row("Socket", "Recv", KindRecv, fails, from("zmq4.go")),
	row("Socket", "RecvBytes", KindRecv, fails, from("zmq4.go")),
	row("Socket", "RecvWithOpts", KindRecv, fails, draftly, from("draft/zmq4.go")),
	row("Socket", "RecvBytesWithOpts", KindRecv, fails, draftly, from("draft/zmq4.go")),
	row("Socket", "RecvWithMetadata", KindRecv, fails, from("zmq4.go")),
	row("Socket", "RecvBytesWithMetadata", KindRecv, fails, from("zmq4.go")),
	row("Socket", "RecvMessage", KindRecv, fails, from("utils.go")),
	row("Socket", "RecvMessageBytes", KindRecv, fails, from("utils.go")),
	row("Socket", "RecvMessageWithMetadata", KindRecv, fails, from("utils.go")),
	row("Socket", "RecvMessageBytesWithMetadata", KindRecv, fails, from("utils.go")),
	row("Socket", "RecvEvent", KindRecv, fails, from("zmq4.go")),

	row("Socket", "Join", KindOther, fails, draftly, from("draft/zmq42draft.go")),
	row("Socket", "Leave", KindOther, fails, draftly, from("draft/zmq42draft.go")),

	row("Socket", "GetCurvePublickeyRaw", KindGetOption, fails, from("socketget.go")),
	row("Socket", "GetCurveSecretkeyRaw", KindGetOption, fails, from("socketget.go")),
	row("Socket", "GetCurveServerkeyRaw", KindGetOption, fails, from("socketget.go")),
	row("Socket", "GetEvents", KindGetOption, fails, from("socketget.go")),
	row("Socket", "GetFd", KindGetOption, fails, from("socketget_unix.go, socketget_windows.go")),
	row("Socket", "GetLastEndpoint", KindGetOption, fails, from("socketget.go")),
	row("Socket", "GetMechanism", KindGetOption, fails, from("socketget.go")),
	row("Socket", "GetRcvmore", KindGetOption, fails, from("socketget.go")),
	row("Socket", "GetThreadSafe", KindGetOption, fails, from("socketget.go")),
	row("Socket", "GetType", KindGetOption, fails, from("socketget.go")),

	row("Socket", "ServerAuthNull", KindSocketAuth, fails, secures, sets(Setting{PlainServer, -1, 0}, Setting{ZAPDomain, 0, 0}), from("auth.go")),
	row("Socket", "ServerAuthPlain", KindSocketAuth, fails, secures, sets(Setting{PlainServer, -1, 1}, Setting{ZAPDomain, 0, 0}), from("auth.go")),
	row("Socket", "ServerAuthCurve", KindSocketAuth, fails, secures, secret(1),
		sets(Setting{CurveServer, -1, 1}, Setting{CurveSecretKey, 1, 0}, Setting{ZAPDomain, 0, 0}), from("auth.go")),
	row("Socket", "ClientAuthPlain", KindSocketAuth, fails, secures, sets(Setting{PlainUsername, 0, 0}, Setting{PlainPassword, 1, 0}), from("auth.go")),
	// ClientAuthCurve drops the error of SetCurveSecretkey: a bad secret key returns nil.
	row("Socket", "ClientAuthCurve", KindSocketAuth, fails, secures, public(0, 1), secret(2),
		sets(Setting{CurveServerKey, 0, 0}, Setting{CurvePublicKey, 1, 0}, Setting{CurveSecretKey, 2, 0}), from("auth.go")),
}

// packageCalls are the functions of the package apart from the context options.
var packageCalls = []*Call{
	row("", "NewSocket", KindNewSocket, fails, from("zmq4.go")),
	row("Context", "NewSocket", KindNewSocket, fails, from("zmq4.go")),
	row("", "NewContext", KindNewContext, fails, from("zmq4.go")),
	row("", "Term", KindTerm, fails, from("zmq4.go")),
	row("Context", "Term", KindTerm, fails, from("zmq4.go")),
	row("", "Proxy", KindProxy, fails, sockets(0, 1, 2), from("zmq4.go")),
	row("", "ProxySteerable", KindProxy, fails, sockets(0, 1, 2, 3), from("zmq4.go")),

	// The authenticator serves the default context, one per process.
	row("", "AuthStart", KindAuth, fails, secures, from("auth.go")),
	row("", "AuthStop", KindAuth, secures, from("auth.go")),
	row("", "AuthAllow", KindAuth, secures, from("auth.go")),
	row("", "AuthDeny", KindAuth, secures, from("auth.go")),
	row("", "AuthPlainAdd", KindAuth, secures, from("auth.go")),
	row("", "AuthPlainRemove", KindAuth, secures, from("auth.go")),
	row("", "AuthPlainRemoveAll", KindAuth, secures, from("auth.go")),
	row("", "AuthCurveAdd", KindAuth, secures, public(1), from("auth.go")),
	row("", "AuthCurveRemove", KindAuth, secures, public(1), from("auth.go")),
	row("", "AuthCurveRemoveAll", KindAuth, secures, from("auth.go")),
	row("", "AuthSetVerbose", KindAuth, secures, from("auth.go")),
	row("", "AuthSetMetadataHandler", KindAuth, secures, from("auth.go")),
	row("", "AuthMetaBlob", KindAuth, fails, secures, from("auth.go")),

	row("", "NewCurveKeypair", KindCurveKeypair, fails, secures, yields([]int{0}, []int{1}), from("zmq4.go")),
	row("", "AuthCurvePublic", KindOther, fails, secures, secret(0), yields([]int{0}, nil), from("auth.go")),

	row("", "AsErrno", KindOther, from("errors.go")),
	row("Errno", "Error", KindOther, from("errors.go")),
	row("", "Error", KindOther, from("zmq4.go")),
	row("", "Version", KindOther, from("zmq4.go")),
	row("", "HasCurve", KindOther, from("zmq4.go")),
	row("", "HasGssapi", KindOther, from("zmq4.go")),
	row("", "HasIpc", KindOther, from("zmq4.go")),
	row("", "HasNorm", KindOther, from("zmq4.go")),
	row("", "HasPgm", KindOther, from("zmq4.go")),
	row("", "HasTipc", KindOther, from("zmq4.go")),
	row("", "HasDraft", KindOther, draftly, since("v1.1.0"), from("draft/zmq42draft.go")),
	row("", "Z85encode", KindOther, from("zmq4.go")),
	row("", "Z85decode", KindOther, from("zmq4.go")),
	row("Event", "String", KindOther, from("zmq4.go")),
	row("Flag", "String", KindOther, from("zmq4.go")),
	row("Mechanism", "String", KindOther, from("zmq4.go")),
	row("State", "String", KindOther, from("zmq4.go")),
	row("Type", "String", KindOther, from("zmq4.go")),
}

// loopCalls are those of Poller and Reactor.
var loopCalls = []*Call{
	row("", "NewPoller", KindOther, from("polling.go")),
	row("Poller", "Add", KindPollerAdd, sockets(0), from("polling.go")),
	row("Poller", "Poll", KindPoll, fails, lasts(0), from("polling.go")),
	row("Poller", "PollAll", KindPoll, fails, lasts(0), from("polling.go")),
	row("Poller", "Remove", KindOther, fails, from("polling.go")),
	row("Poller", "RemoveBySocket", KindOther, fails, sockets(0), from("polling.go")),
	row("Poller", "Update", KindOther, fails, from("polling.go")),
	row("Poller", "UpdateBySocket", KindOther, fails, sockets(0), from("polling.go")),
	row("Poller", "String", KindOther, from("polling.go")),

	row("", "NewReactor", KindOther, from("reactor.go")),
	row("Reactor", "AddSocket", KindReactorAdd, sockets(0), from("reactor.go")),
	row("Reactor", "AddChannel", KindOther, from("reactor.go")),
	row("Reactor", "AddChannelTime", KindOther, from("reactor.go")),
	row("Reactor", "RemoveSocket", KindOther, sockets(0), from("reactor.go")),
	row("Reactor", "RemoveChannel", KindOther, from("reactor.go")),
	row("Reactor", "SetVerbose", KindOther, from("reactor.go")),
	row("Reactor", "Run", KindReactorRun, fails, lasts(0), from("reactor.go")),
}

// contextCalls makes the rows of the context options, each of which is a
// method and a function for the default context.
func contextCalls() (out []*Call) {
	both := func(name string, kind Kind, ps ...property) {
		out = append(out, row("Context", name, kind, ps...), row("", name, kind, ps...))
	}
	for _, name := range []string{"Blocky", "IoThreads", "Ipv6", "MaxMsgsz", "MaxSockets"} {
		both("Set"+name, KindSetContextOption, fails, from("zmq4.go"))
		both("Get"+name, KindGetOption, fails, from("zmq4.go"))
	}
	both("SetThreadPriority", KindSetContextOption, fails, from("ctxoptions_unix.go, ctxoptions_windows.go"))
	both("SetThreadSchedPolicy", KindSetContextOption, fails, from("ctxoptions_unix.go, ctxoptions_windows.go"))
	both("SetRetryAfterEINTR", KindSetContextOption, since("v1.1.0"), from("zmq4.go"))
	both("GetRetryAfterEINTR", KindGetOption, since("v1.1.0"), from("zmq4.go"))
	return out
}
