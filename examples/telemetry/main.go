// Command telemetry carries measurements from a gateway to a dashboard:
// `telemetry publish` on the one, `telemetry watch ADDRESS` on the other.
//
// Somebody has thought of limits and time-outs here, and several of them do
// nothing.
package main

import (
	"fmt"
	"log"
	"os"
	"time"
)

const bindAddress = "tcp://0.0.0.0:5560"

func main() {
	log.SetFlags(0)
	switch {
	case len(os.Args) == 2 && os.Args[1] == "publish":
		log.Fatal(publish())
	case len(os.Args) == 3 && os.Args[1] == "watch":
		log.Fatal(watch(os.Args[2]))
	}
	fmt.Fprintln(os.Stderr, "usage: telemetry publish | telemetry watch ADDRESS")
	os.Exit(2)
}

func publish() error {
	p, err := NewPublisher(bindAddress)
	if err != nil {
		return err
	}
	defer p.Close()
	for now := range time.Tick(time.Second) {
		load, err := os.ReadFile("/proc/loadavg")
		if err != nil {
			return err
		}
		if err := p.Publish("load", now, string(load)); err != nil {
			return err
		}
	}
	return nil
}

func watch(address string) error {
	w, err := NewWatcher(address, "load", "temperature")
	if err != nil {
		return err
	}
	defer w.Close()
	return w.Run(func(topic, value string) { fmt.Printf("%s: %s\n", topic, value) })
}
