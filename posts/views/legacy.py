from django.http import Http404

def redirect(request, path): raise Http404
