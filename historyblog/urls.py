from django.urls import include, path

urlpatterns = [path("", include("posts.urls"))]
handler400 = "posts.views.errors.bad_request"
handler404 = "posts.views.errors.not_found"
handler500 = "posts.views.errors.server_error"
