;; Emacs with eglot and the built server: what docs/editor.md says, and what the editor then shows, as JSON.
(package-initialize)
(require 'eglot)
(require 'json)

(define-derived-mode accel-mode prog-mode "Accel"
  (setq-local comment-start "// "))
(add-to-list 'auto-mode-alist '("\\.accel\\'" . accel-mode))
(add-to-list 'eglot-server-programs
             `(accel-mode . (,(getenv "ACCEL_NODE") ,(getenv "ACCEL_SERVER") "lsp" "--stdio")))

(defun accel-wait (condition)
  "Wait until CONDITION holds, for at most a minute."
  (let ((end (+ (float-time) 60)))
    (while (and (not (funcall condition)) (< (float-time) end))
      (accept-process-output nil 0.05))))

(setq eglot-sync-connect 60)
(find-file (concat (getenv "ACCEL_FOLDER") "/main.accel"))
(apply #'eglot--connect (eglot--guess-contact))
(let (codes)
  (setq-local eglot--current-flymake-report-fn
              (lambda (diagnostics &rest _)
                (setq codes (mapcar #'flymake-diagnostic-text diagnostics))))
  (accel-wait (lambda () codes))
  (goto-char (point-min))
  (search-forward "const wide")
  (backward-char 2)
  (let ((hover (jsonrpc-request (eglot-current-server) :textDocument/hover
                                (eglot--TextDocumentPositionParams))))
    (eglot-format-buffer)
    (with-temp-file (getenv "ACCEL_OUT")
      (insert (json-encode
               `((diagnostics . ,(vconcat codes))
                 (hover . ,(eglot--hover-info (plist-get hover :contents) (plist-get hover :range)))
                 (text . ,(with-current-buffer "main.accel" (buffer-string)))))))))
(kill-emacs 0)
