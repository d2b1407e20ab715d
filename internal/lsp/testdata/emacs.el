;; Opens main.go: gets diagnostics, asks about the socket, and applies quick
;; fixes until there is nothing left to fix.

(require 'project)
(setq eglot-confirm-server-initiated-edits nil
      eglot-sync-connect 60
      eglot-connect-timeout 60)

(defun fail (format &rest args)
  (princ (apply #'format (concat format "\n%s\n") (append args (list (buffer-string)))))
  (kill-emacs 1))

(defun wait (what holds)
  (let ((until (+ (float-time) 120)))
    (while (not (funcall holds))
      (when (> (float-time) until)
        (fail "timeout: %s; got %S" what (mapcar #'flymake-diagnostic-text (flymake-diagnostics))))
      (accept-process-output nil 0.05))))

(defun findings () (length (flymake-diagnostics)))

;; A batch Emacs has no command loop to do what is due once it is idle.
(defun send-changes () (eglot--signal-textDocument/didChange))

(find-file "main.go")
;; Nor one to start the server after the hook has asked for it.
(apply #'eglot--connect (eglot--guess-contact))
(wait "a server" #'eglot-current-server)
(wait "two findings" (lambda () (= (findings) 2)))

(goto-char (point-min))
(search-forward "s.Connect")
(let ((text (plist-get (plist-get (jsonrpc-request (eglot--current-server-or-lose) :textDocument/hover
                                                   (eglot--TextDocumentPositionParams))
                                  :contents)
                       :value)))
  (unless (string-match-p "PUSH socket" text) (fail "hover: %s" text)))

(while (> (findings) 0)
  (let* ((before (findings))
         (at (flymake-diagnostic-beg (car (flymake-diagnostics))))
         (fix (seq-find (lambda (action) (eq (plist-get action :isPreferred) t))
                        (progn (goto-char at) (eglot-code-actions at (1+ at) "quickfix")))))
    (unless fix (fail "no fix at %d" at))
    (eglot--apply-workspace-edit (plist-get fix :edit))
    (send-changes)
    (wait "one finding less" (lambda () (< (findings) before)))))

(goto-char (point-min))
(unless (search-forward "s.SetLinger(" nil t) (fail "the fix is something else"))
(eglot-shutdown (eglot--current-server-or-lose))
(princ "ok\n")
