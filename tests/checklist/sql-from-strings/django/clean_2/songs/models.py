from django.db import models


class SongRows(models.QuerySet):
    def sounding_like(self, words):
        return self.extra(where=["soundex(title) = soundex(%s)"], params=[words])


class Song(models.Model):
    title = models.CharField(max_length=100)
    year = models.IntegerField()
    objects = models.Manager.from_queryset(SongRows)()
