from django.http import Http404

def _stub(request, **kw): raise Http404
post = cover = _stub
