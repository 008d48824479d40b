"""Write boundaries in the forms in which they are published."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

import geopandas as gpd


def as_geojson(rows: gpd.GeoDataFrame, path: Path, crs: str | None = None) -> Path:
    """Write GeoJSON as N03 has it; a system is named only where given."""
    text = json.loads(rows.set_crs(None, allow_override=True).to_json(drop_id=True))
    text.pop("crs", None)
    if crs:
        text["crs"] = {"type": "name", "properties": {"name": f"urn:ogc:def:crs:{crs.replace(':', '::')}"}}
    path.write_text(json.dumps(text, ensure_ascii=False), encoding="utf-8")
    return path


def as_shapefile(rows: gpd.GeoDataFrame, path: Path, *, without: tuple[str, ...] = (), inside: str = "") -> Path:
    """Write a zip with a Shapefile, in a folder of the zip and without some of its parts where asked."""
    folder = path.with_suffix("")
    folder.mkdir()
    rows.to_file(folder / "N03-21_09_210101.shp", encoding="cp932")
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("KS-META-N03-21_09_210101.xml", "<meta/>")
        for part in folder.iterdir():
            if part.suffix not in without:
                archive.write(part, f"{inside}{part.name}")
    return path


def as_ksj_gml(rows: gpd.GeoDataFrame, path: Path) -> Path:
    """Write the GML of 国土数値情報: each ring a curve, latitude first, areas pointing at surfaces."""
    parts = ['<?xml version="1.0" encoding="UTF-8"?>\n'
             '<ksj:Dataset xmlns:ksj="http://nlftp.mlit.go.jp/ksj/schemas/ksj-app" '
             'xmlns:gml="http://www.opengis.net/gml/3.2" xmlns:xlink="http://www.w3.org/1999/xlink">']  # fmt: skip
    areas, number = [], 0
    exploded = rows.explode(ignore_index=True)
    for row in exploded.to_dict("records"):
        polygon, rings = row["geometry"], []
        for kind, ring in [("exterior", polygon.exterior), *(("interior", hole) for hole in polygon.interiors)]:
            places = "\n".join(f"{y:.9f} {x:.9f}" for x, y in ring.coords)
            parts.append(f'<gml:Curve gml:id="cv{number}"><gml:segments><gml:LineStringSegment><gml:posList>\n{places}\n'
                         "</gml:posList></gml:LineStringSegment></gml:segments></gml:Curve>")  # fmt: skip
            rings.append(f'<gml:{kind}><gml:Ring><gml:curveMember xlink:href="#cv{number}"/></gml:Ring></gml:{kind}>')
            number += 1
        parts.append(f'<gml:Surface gml:id="sf{number}"><gml:patches><gml:PolygonPatch>{"".join(rings)}'
                     "</gml:PolygonPatch></gml:patches></gml:Surface>")  # fmt: skip
        areas.append(f'<ksj:AdministrativeBoundary><ksj:bounds xlink:href="#sf{number}"/>'
                     f"<ksj:prefectureName>栃木県</ksj:prefectureName><ksj:cityName>{row['N03_004']}</ksj:cityName>"
                     f"<ksj:administrativeAreaCode>{row['N03_007']}</ksj:administrativeAreaCode>"
                     "</ksj:AdministrativeBoundary>")  # fmt: skip
    path.write_text("\n".join([*parts, *areas, "</ksj:Dataset>"]), encoding="utf-8")
    return path
