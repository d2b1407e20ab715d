// Command insecure-server answers stock queries from shops: the request is a
// product number, the answer how many are in the warehouse.
//
// It works, and everything that zmqlint is about is missing.
package main

import (
	"encoding/json"
	"flag"
	"log"
	"os"

	zmq "github.com/pebbe/zmq4"
)

type answer struct {
	Product string `json:"product"`
	Count   int    `json:"count"`
	Error   string `json:"error,omitempty"`
}

func main() {
	addr := flag.String("addr", "tcp://*:5555", "endpoint to listen on")
	file := flag.String("stock", "stock.json", "file with the number of pieces for each product")
	flag.Parse()

	stock, err := readStock(*file)
	if err != nil {
		log.Fatal(err)
	}
	socket, err := zmq.NewSocket(zmq.REP)
	if err != nil {
		log.Fatal(err)
	}
	defer socket.Close()
	if err := socket.Bind(*addr); err != nil {
		log.Fatal(err)
	}
	log.Printf("%d products, listening on %s", len(stock), *addr)
	serve(socket, stock)
}

func readStock(file string) (map[string]int, error) {
	data, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	var stock map[string]int
	if err := json.Unmarshal(data, &stock); err != nil {
		return nil, err
	}
	return stock, nil
}

func serve(socket *zmq.Socket, stock map[string]int) {
	for {
		product, err := socket.Recv(0)
		if err != nil {
			log.Println("receive:", err)
			continue
		}
		a := answer{Product: product}
		if n, ok := stock[product]; ok {
			a.Count = n
		} else {
			a.Error = "no such product"
		}
		data, err := json.Marshal(a)
		if err != nil {
			log.Println("encode:", err)
			data = []byte("{}")
		}
		if _, err := socket.SendBytes(data, 0); err != nil {
			log.Println("send:", err)
		}
	}
}
