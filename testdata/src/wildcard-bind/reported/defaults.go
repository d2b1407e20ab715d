package reported

import (
	"cmp"
	"flag"
	"os"

	zmq "github.com/pebbe/zmq4"
)

// Defaults are what most installations run with.

var publish = flag.String("publish", "tcp://*:6000", "endpoint of the publisher")

func Flag() (*zmq.Socket, error) {
	s, err := zmq.NewSocket(zmq.PUB)
	if err != nil {
		return nil, err
	}
	return s, s.Bind(*publish) // want `^PUB socket is bound to every interface: tcp://\*:6000 \(default of a flag\) `
}

// Options are filled from flags of a set of their own.
type Options struct {
	Endpoint string
	Host     string `default:"0.0.0.0" env:"HOST"`
	Control  string `envDefault:"tcp://*:6001" env:"CONTROL"`
}

func (o *Options) register(fs *flag.FlagSet) {
	fs.StringVar(&o.Endpoint, "endpoint", "tcp://0.0.0.0:6002", "where to listen")
}

func Parse(args []string) (*zmq.Socket, error) {
	var o Options
	fs := flag.NewFlagSet("server", flag.ContinueOnError)
	o.register(fs)
	if err := fs.Parse(args); err != nil {
		return nil, err
	}
	s, err := zmq.NewSocket(zmq.PULL)
	if err != nil {
		return nil, err
	}
	return s, s.Bind(o.Endpoint) // want `^PULL socket is bound to every interface: tcp://0\.0\.0\.0:6002 \(default of a flag\) `
}

func Tags(o *Options) (*zmq.Socket, error) {
	s, err := zmq.NewSocket(zmq.REP)
	if err != nil {
		return nil, err
	}
	if err := s.Bind(o.Control); err != nil { // want `^REP socket is bound to every interface: tcp://\*:6001 \(default in a struct tag\) `
		return nil, err
	}
	return s, s.Bind("tcp://" + o.Host + ":6003") // want `^REP socket is bound to every interface: tcp://0\.0\.0\.0:6003 \(default in a struct tag\) `
}

// getenv is in every other program.
func getenv(name, def string) string {
	if v, ok := os.LookupEnv(name); ok {
		return v
	}
	return def
}

func Environment() (*zmq.Socket, error) {
	s, err := zmq.NewSocket(zmq.SUB)
	if err != nil {
		return nil, err
	}
	return s, s.Bind(getenv("FEED", "tcp://*:6004")) // want `^SUB socket is bound to every interface: tcp://\*:6004 `
}

// A fall-back for an empty setting.
func FallBack(endpoint string) (*zmq.Socket, error) {
	s, err := zmq.NewSocket(zmq.ROUTER)
	if err != nil {
		return nil, err
	}
	if endpoint == "" {
		endpoint = "tcp://*:6005"
	}
	if err := s.Bind(endpoint); err != nil { // want `^ROUTER socket is bound to every interface: tcp://\*:6005 \(fall-back\) `
		return nil, err
	}
	return s, s.Bind(cmp.Or(os.Getenv("ADMIN"), "tcp://*:6006")) // want `^ROUTER socket is bound to every interface: tcp://\*:6006 \(fall-back\) `
}

// Config has its defaults in a function.
type Config struct {
	Bind string `yaml:"bind"`
}

func DefaultConfig() Config { return Config{Bind: "tcp://*:6007"} }

func Configured(c Config) (*zmq.Socket, error) {
	s, err := zmq.NewSocket(zmq.PAIR)
	if err != nil {
		return nil, err
	}
	return s, s.Bind(c.Bind) // want `^PAIR socket is bound to every interface: tcp://\*:6007`
}
