package reported

import (
	"container/heap"
)

type pheap []string

func (h pheap) Len() int { return len(h) }

func (h pheap) Less(i, j int) bool { return h[i] < h[j] }

func (h pheap) Swap(i, j int) { h[i], h[j] = h[j], h[i] }

func (h *pheap) Push(x any) { *h = append(*h, x.(string)) }

func (h *pheap) Pop() any {
	old := *h
	n := len(old)
	x := old[n-1]
	*h = old[:n-1]
	return x
}

func PriorityQueue() {
	s := dial()
	h := &pheap{}
	for {
		m, err := s.Recv(0)
		if err != nil {
			return
		}
		heap.Push(h, m) // want `^each message is pushed on a heap that outlives the turn, with no bound in sight: a flood fills the memory; bound it, and stop receiving or drop when it is full \(unbounded-queue\)$`
	}
}
