/* Small helps. Every page works without them: leave quickly, count letters, grow with the words, send once. */
(function () {
  'use strict';
  var doc = document, root = doc.documentElement, shifts = 0, last = 0;

  function each(selector, act) {
    Array.prototype.forEach.call(doc.querySelectorAll(selector), act);
  }

  function hide() {
    root.className += ' gone';
    doc.title = ' ';
  }

  var leave = doc.getElementById('leave');
  if (leave) {
    leave.addEventListener(leave.action ? 'submit' : 'click', function (event) {
      hide();
      if (leave.href) {
        event.preventDefault();
        location.replace(leave.href);
      }
    });
    doc.addEventListener('keydown', function (event) {
      var now = Date.now();
      shifts = event.key === 'Shift' && !event.repeat ? (now - last < 1500 ? shifts + 1 : 1) : 0;
      last = now;
      if (shifts === 3) {
        hide();
        if (leave.href) { location.replace(leave.href); } else { leave.submit(); }
      }
    });
  }

  /* A page kept by the browser must not show itself again to whoever presses Back. */
  window.addEventListener('pageshow', function (event) {
    if (event.persisted) { location.reload(); }
  });

  each('textarea', function (box) {
    var most = +box.getAttribute('data-count'), note, later;
    var grows = window.CSS && CSS.supports && CSS.supports('field-sizing', 'content');
    function tell() {
      var used = box.value.length;
      note.textContent = used > most * 0.8 ? box.getAttribute('data-words').replace('{used}', used).replace('{most}', most) : '';
    }
    function fit() {
      if (!grows) {
        box.style.height = 'auto';
        box.style.height = box.scrollHeight + 4 + 'px';
      }
      if (note) {
        clearTimeout(later);
        later = setTimeout(tell, 700);
      }
    }
    if (most) {
      note = doc.createElement('p');
      note.className = 'count';
      note.setAttribute('role', 'status');
      box.parentNode.insertBefore(note, box.nextSibling);
    }
    box.addEventListener('input', fit);
    if (box.value && !grows) { fit(); }
  });

  each('form', function (form) {
    var sent = false;
    form.addEventListener('submit', function (event) {
      if (sent) { event.preventDefault(); }
      sent = true;
      setTimeout(function () { sent = false; }, 8000);
      form.setAttribute('aria-busy', 'true');
    });
  });

  var first = doc.querySelector('[data-focus]');
  if (first) { first.focus(); }
}());
