package certs

import "fmt"

// Z85 (RFC 32): four bytes, big endian, are five digits of base 85.

const digits = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ.-:+=^!/*?&<>()[]{}@%$#"

// values is the digit of each character, counted from 1; 0 is no digit.
var values = func() (t [256]byte) {
	for i := range len(digits) {
		t[digits[i]] = byte(i + 1)
	}
	return t
}()

func encodeZ85(key *[keySize]byte) string {
	var text [textSize]byte
	for i := range keySize / 4 {
		n := uint32(key[4*i])<<24 | uint32(key[4*i+1])<<16 | uint32(key[4*i+2])<<8 | uint32(key[4*i+3])
		for j := 4; j >= 0; j-- {
			text[5*i+j] = digits[n%85]
			n /= 85
		}
	}
	return string(text[:])
}

// decodeZ85 decodes a key. What it says of a text that is none never quotes it:
// it may be most of a secret.
func decodeZ85(text string) (key [keySize]byte, problem string) {
	if len(text) != textSize {
		return key, fmt.Sprintf("has %d characters, want %d", len(text), textSize)
	}
	for i := range textSize / 5 {
		var n uint64
		for j := 5 * i; j < 5*i+5; j++ {
			digit := values[text[j]]
			if digit == 0 {
				return [keySize]byte{}, "holds a character that Z85 does not have"
			}
			n = n*85 + uint64(digit-1)
		}
		if n > 0xffffffff { // 85⁵ is more than 2³²
			return [keySize]byte{}, "is no Z85: five of its characters stand for more than 32 bits"
		}
		key[4*i], key[4*i+1], key[4*i+2], key[4*i+3] = byte(n>>24), byte(n>>16), byte(n>>8), byte(n)
	}
	return key, ""
}
