package zmqapi

import "math"

// The transports by what libzmq runs over them.
var (
	overTCP   = []string{"tcp", "ws", "wss"}
	onlyTCP   = []string{"tcp"}
	zmtp      = []string{"tcp", "ipc", "tipc", "vmci", "ws", "wss"} // engines with a ZMTP handshake
	connected = zmtp                                                // connection-oriented, as the man page says
	multicast = []string{"pgm", "epgm", "norm"}
	framed    = []string{"tcp", "ipc", "tipc", "vmci", "ws", "wss", "pgm", "epgm", "norm"} // a decoder reads lengths
)

// Options of the network below.
var transport = []OptionInfo{
	{Option: Affinity, Name: "AFFINITY", ID: 4, Setter: "SetAffinity", Getter: "GetAffinity", Arg: Uint64, Unit: "bitmap of I/O threads",
		HasDefault: true, Max: math.MaxInt64, Special: special(0, "all I/O threads"), Source: "takes the whole range of uint64"},
	{Option: IPv6, Name: "IPV6", ID: 42, Setter: "SetIpv6", Getter: "GetIpv6", Arg: Bool,
		HasDefault: true, Max: 1, Special: onOff, Transports: []string{"tcp", "ws", "wss", "udp"}},
	{Option: TOS, Name: "TOS", ID: 57, Setter: "SetTos", Getter: "GetTos", Arg: Int,
		HasDefault: true, Max: maxInt, Transports: append([]string{"norm"}, overTCP...), SinceLibzmq: "4.1"},
	{Option: TCPAcceptFilter, Name: "TCP_ACCEPT_FILTER", ID: 38, Setter: "SetTcpAcceptFilter", Arg: String, Default: "none (everyone)",
		Max: 255, Special: special(0, "everyone"), Transports: onlyTCP, Deprecated: "ZAP"},
	{Option: SocksProxy, Name: "SOCKS_PROXY", ID: 68, Setter: "SetSocksProxy", Getter: "GetSocksProxy", Arg: String, Default: "none",
		Max: anyLength, Special: special(0, "none"), Transports: onlyTCP, SinceLibzmq: "4.1"},
	{Option: UseFD, Name: "USE_FD", ID: 89, Setter: "SetUseFd", Getter: "Getusefd", Arg: Int, Unit: "file descriptor",
		HasDefault: true, DefaultInt: -1, Min: -1, Max: maxInt, Special: special(-1, "none"), Transports: []string{"tcp", "ipc", "ws", "wss"}, SinceLibzmq: "4.2"},
	{Option: Rate, Name: "RATE", ID: 8, Setter: "SetRate", Getter: "GetRate", Arg: Int, Unit: "kbit/s",
		HasDefault: true, DefaultInt: 100, Min: 1, Max: maxInt, Transports: multicast},
	{Option: RecoveryIvl, Name: "RECOVERY_IVL", ID: 9, Setter: "SetRecoveryIvl", Getter: "GetRecoveryIvl", Arg: Duration, Unit: "ms",
		HasDefault: true, DefaultInt: 10000, Max: maxInt, Transports: multicast},
	{Option: MulticastHops, Name: "MULTICAST_HOPS", ID: 25, Setter: "SetMulticastHops", Getter: "GetMulticastHops", Arg: Int, Unit: "hops",
		HasDefault: true, DefaultInt: 1, Min: 1, Max: maxInt, Transports: append([]string{"udp"}, multicast...)},
	{Option: MulticastMaxTPDU, Name: "MULTICAST_MAXTPDU", ID: 84, Setter: "SetMulticastMaxtpdu", Getter: "GetMulticastMaxtpdu", Arg: Int, Unit: "bytes",
		HasDefault: true, DefaultInt: 1500, Min: 1, Max: maxInt, Transports: multicast, SinceLibzmq: "4.2"},
	{Option: VMCIBufferSize, Name: "VMCI_BUFFER_SIZE", ID: 85, Setter: "SetVmciBufferSize", Getter: "GetVmciBufferSize", Arg: Uint64, Unit: "bytes",
		Default: "65546", Max: math.MaxInt64, Transports: []string{"vmci"}, SinceLibzmq: "4.2", Source: vmciSource},
	{Option: VMCIBufferMinSize, Name: "VMCI_BUFFER_MIN_SIZE", ID: 86, Setter: "SetVmciBufferMinSize", Getter: "GetVmciBufferMinSize", Arg: Uint64, Unit: "bytes",
		Default: "128", Max: math.MaxInt64, Transports: []string{"vmci"}, SinceLibzmq: "4.2", Source: vmciSource},
	{Option: VMCIBufferMaxSize, Name: "VMCI_BUFFER_MAX_SIZE", ID: 87, Setter: "SetVmciBufferMaxSize", Getter: "GetVmciBufferMaxSize", Arg: Uint64, Unit: "bytes",
		Default: "262144", Max: math.MaxInt64, Transports: []string{"vmci"}, SinceLibzmq: "4.2", Source: vmciSource},
	{Option: VMCIConnectTimeout, Name: "VMCI_CONNECT_TIMEOUT", ID: 88, Setter: "SetVmciConnectTimeout", Getter: "GetVmciConnectTimeout", Arg: Duration, Unit: "ms",
		HasDefault: true, DefaultInt: -1, Min: minInt, Max: maxInt, Special: special(-1, "no limit"), Transports: []string{"vmci"}, SinceLibzmq: "4.2", Source: vmciSource},
}

const vmciSource = "options.cpp: EINVAL where libzmq is built without VMCI"
