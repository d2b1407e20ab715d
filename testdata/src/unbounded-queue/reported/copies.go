package reported

// byValue is handed on as a copy: its map is the same in all of them, its slice
// is not.
type byValue struct {
	kept map[string][]string
	lost []string
}

func (b byValue) Serve() {
	s := dial()
	for {
		m, err := s.RecvMessage(0)
		if err != nil {
			return
		}
		b.handle(m)
	}
}

func (b byValue) handle(m []string) {
	b.lost = append(b.lost, m[1])
	b.kept[m[0]] = append(b.kept[m[0]], m[1]) // want `^each message that the loop at line 12 receives is appended .* \(unbounded-queue\)$`
}
