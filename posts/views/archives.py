from django.http import Http404

def _stub(request, **kw): raise Http404
home = categories = category = places = place = tags = tag = months = month = _stub
