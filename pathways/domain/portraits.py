"""The picture of one noun: a programme, a role, an employer or a skill, and the lines through it.

A programme's picture shows where its fit comes from: the band from a skill group to a role is what that
group adds to the cover of the role, so the bands into a role add up to its fit, and the bands out of the
programme to all the fit it gives. Who may study on where has no fit; such links are of unknown width.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from pathways.domain.cover import cover, weights
from pathways.domain.entry import lines_out
from pathways.domain.headcount import into_study
from pathways.domain.nouns import Basis, Kind, OrganisationId, Text, weakest
from pathways.domain.phrases import arrow, by_estimate, percent, plain
from pathways.domain.pictures import PROGRAMMES, ROLES, columns_of, map_shelves
from pathways.domain.plates import counted, group_node, programme_node, role_node, skill_node
from pathways.domain.views import Column, Link, Measure, Node, View
from pathways.domain.weave import Sketch, weave

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pathways.domain.graph import Graph
    from pathways.domain.nouns import Evidence, Feeds, Programme, ProgrammeId, Skill, SkillId

THE_PROGRAMME = Text("Uddannelse", "Programme")
SKILLS = Text("Kompetencer", "Skills")
THE_SKILL = Text("Kompetence", "Skill")
ONWARD = Text("Videre uddannelse", "Further study")
ROLES_AND_STUDY = Text("Job og videre uddannelse", "Roles and further study")
PORTRAIT_PLATES = 44
"""A picture of one noun stays readable on a laptop; the table below holds the rest."""


def role_view(graph: Graph, id: str, measure: Measure = Measure.FIT) -> View:
    """Which programmes feed a role, and which organisations have such jobs. Raises `UnknownId`."""
    role = graph.role(id)
    columns, links = columns_of(graph, graph.feeds_to(role.id), measure, roles=(role.id,))
    feeding, employers, title = len(columns[0].nodes), len(columns[2].nodes), plain(role.title)
    return weave(
        Sketch(
            id=f"role-{id}",
            title=Text(f"Vejen til {title.da}", f"The way to {title.en}"),
            description=Text(
                f"Uddannelser, der fører til jobbet: {feeding}. Arbejdspladser, der har det: {employers}.",
                f"Programmes that lead to this role: {feeding}. Employers that have it: {employers}.",
            ),
            measure=measure,
            columns=[columns[0], _hub(columns[1], f"r-{id}"), _with_all_jobs(graph, columns[2])],
            links=links,
        ),
        shelves=map_shelves(graph, [columns[0], columns[2]]),
    )


def _with_all_jobs(graph: Graph, employers: Column) -> Column:
    """Say of each employer how many kinds of job it has in all: of one role, "1 of these" reads as one vacancy."""
    one, many = Text("jobtype i alt", "kind of job in all"), Text("jobtyper i alt", "kinds of job in all")
    nodes = (
        replace(node, sub=counted(len(graph.jobs_at(OrganisationId(node.key))), one, many)) for node in employers.nodes
    )
    return replace(employers, nodes=tuple(nodes))


def employer_view(graph: Graph, id: str, measure: Measure = Measure.FIT) -> View:
    """Which roles an organisation has, and which programmes feed them. Raises `UnknownId`."""
    organisation = graph.organisation(id)
    feeding = [link for job in graph.jobs_at(organisation.id) for link in graph.feeds_to(job.role)]
    here = [job.role for job in graph.jobs_at(organisation.id)]
    columns, links = columns_of(graph, feeding, measure, organisation.id, here)
    programmes, roles, name = len(columns[0].nodes), len(columns[1].nodes), organisation.name
    return weave(
        Sketch(
            id=f"employer-{id}",
            title=Text(f"Vejen til {name}", f"The way to {name}"),
            description=Text(
                f"Job på arbejdspladsen: {roles}. Uddannelser, der fører til dem: {programmes}.",
                f"Roles there: {roles}. Programmes that lead to them: {programmes}.",
            ),
            measure=measure,
            columns=[columns[0], columns[1], _hub(columns[2], f"o-{id}")],
            links=links,
        ),
        shelves=map_shelves(graph, columns[:2]),
    )


def skill_view(graph: Graph, id: str, _measure: Measure = Measure.LEVEL) -> View:
    """Which programmes teach a skill and which roles ask for it; thickness is always the level, 1 to 4.

    Raises `UnknownId`.
    """
    skill = graph.skill(id)
    teachers, askers, label = graph.teachers_of(skill.id), graph.askers_of(skill.id), plain(skill.label)
    columns = [
        Column("programmes", PROGRAMMES, tuple(programme_node(graph, graph.programmes[t.programme]) for t in teachers)),
        Column("skill", THE_SKILL, (skill_node(graph, skill),)),
        Column("roles", ROLES, tuple(role_node(graph, graph.roles[a.role]) for a in askers)),
    ]
    links = [_taught(graph.programmes[t.programme], skill, t.level, t.evidence) for t in teachers]
    links += [_asked(skill, graph.roles[a.role].id, graph.roles[a.role].title, a.level, a.evidence) for a in askers]
    return weave(
        Sketch(
            id=f"skill-{id}",
            title=Text(f"Hvor {label.da} læres og bruges", f"Where {label.en} is taught and used"),
            description=Text(
                f"Uddannelser, der giver kompetencen: {len(teachers)}. Job, der kræver den: {len(askers)}.",
                f"Programmes that teach it: {len(teachers)}. Roles that ask for it: {len(askers)}.",
            ),
            measure=Measure.LEVEL,
            columns=columns,
            links=links,
        ),
        plates=PORTRAIT_PLATES,
        shelves=map_shelves(graph, [columns[0], columns[2]]),
    )


def _level(level: int) -> Text:
    return Text(f"niveau {level} af 4", f"level {level} of 4")


def _taught(programme: Programme, skill: Skill, level: int, evidence: Evidence) -> Link:
    origin = f"p-{programme.id}"
    tip = arrow(programme.short, skill.label, _level(level))
    return Link(origin, f"s-{skill.id}", programme.kind, float(level), evidence.basis, tip, (origin,))


def _asked(skill: Skill, role: str, title: Text, level: int, evidence: Evidence) -> Link:
    tip = arrow(skill.label, title, _level(level))
    return Link(f"s-{skill.id}", f"r-{role}", Kind.UPPER_SECONDARY, float(level), evidence.basis, tip)


def programme_view(graph: Graph, id: str, measure: Measure = Measure.FIT) -> View:
    """Where a programme leads: skill groups, roles, employers, further study. Raises `UnknownId`.

    A programme that feeds no role directly shows the programmes it opens instead, and where they lead.
    The people measure has no skill groups: people do not split by what they learnt.
    """
    programme = graph.programme(id)
    columns, links = _onward_columns(graph, programme, measure)
    title = plain(programme.title)
    return weave(
        Sketch(
            id=f"programme-{id}",
            title=Text(f"Vejen fra {title.da}", f"The way from {title.en}"),
            description=_summary(columns),
            measure=measure,
            columns=columns,
            links=links,
        ),
        plates=PORTRAIT_PLATES,
        shelves=map_shelves(graph, columns[1:]),
    )


def _summary(columns: list[Column]) -> Text:
    nodes = Counter(node.noun for column in columns for node in column.nodes if not node.hub)
    roles, employers, further = nodes["role"], nodes["employer"], nodes["programme"]
    return Text(
        f"Job, uddannelsen fører til: {roles}. Arbejdspladser: {employers}. Videre uddannelser: {further}.",
        f"Roles this programme leads to: {roles}. Employers: {employers}. Programmes to study on at: {further}.",
    )


def _onward_columns(graph: Graph, programme: Programme, measure: Measure) -> tuple[list[Column], list[Link]]:
    hub = Column("programme", THE_PROGRAMME, (programme_node(graph, programme, hub=True),))
    further = [meeting.programme for meeting in lines_out(graph, programme.id)]
    feeding = graph.feeds_from(programme.id)
    study = [_study(graph, programme, next_, measure) for next_ in further]
    if not feeding:
        beyond = [link for next_ in further for link in graph.feeds_from(next_.id)]
        columns, links = columns_of(graph, beyond, measure)
        nodes = tuple(programme_node(graph, next_) for next_ in further)
        return [hub, Column("further", ONWARD, nodes), *columns[1:]], study + links
    (_, roles, employers), links = columns_of(graph, feeding, measure)
    if further:
        nodes = tuple(programme_node(graph, next_) for next_ in further)
        roles = replace(roles, heading=ROLES_AND_STUDY, nodes=roles.nodes + nodes)
    if measure is not Measure.FIT:
        return [hub, roles, employers], links + study
    roles = replace(roles, nodes=tuple(_with_fit(graph, programme, node) for node in roles.nodes))
    skills, through = _through_skills(graph, programme, feeding)
    known = {link.target for link in through}
    kept = [link for link in links if link.target not in known]
    middle = [skills] if skills.nodes else []
    return [hub, *middle, roles, employers], through + kept + study


def _with_fit(graph: Graph, programme: Programme, node: Node) -> Node:
    """A role's plate in a programme's picture says how much of the role the programme covers."""
    share = cover(graph, (programme.id,), graph.role(node.key).id).share if node.noun == "role" else None
    if share is None:
        return node
    if share >= 1:
        return replace(node, sub=Text("dækker alle krav", "all needs covered"))
    figure = percent(share)
    return replace(node, sub=Text(f"dækker mindst {figure.da}", f"at least {figure.en} covered"))


def _study(graph: Graph, programme: Programme, further: Programme, measure: Measure) -> Link:
    ways = [way for way in graph.onward_from(programme.id) if way.programme == further.id]
    surest = min((way.evidence.basis for way in ways), key=lambda basis: basis.doubt)
    width: float | None = None
    words = Text("giver adgang, hvis kravene er opfyldt", "gives access if the conditions are met")
    if measure is Measure.PEOPLE:
        count = into_study(graph, programme.id, further.id)
        width, words = count.likely, count.words
    tip = arrow(programme.short, further.short, words)
    id = f"p-{programme.id}"
    return Link(id, f"p-{further.id}", further.kind, width, surest, tip, (id,))


@dataclass(slots=True)
class _Added:
    """What one skill group adds to one role's cover, and how well that is known."""

    share: float = 0.0
    skills: set[SkillId] = field(default_factory=set)
    bases: list[Basis] = field(default_factory=list)


def _through_skills(graph: Graph, programme: Programme, feeding: Iterable[Feeds]) -> tuple[Column, list[Link]]:
    """The skill groups between a programme and its roles, and the bands in and out of them."""
    added = _contributions(graph, programme.id, feeding)
    groups: defaultdict[str, _Added] = defaultdict(_Added)
    for (group, _), part in added.items():
        groups[group].share += part.share
        groups[group].skills |= part.skills
    taught = {outcome.skill: outcome.evidence.basis for outcome in graph.outcomes_of(programme.id)}
    links = []
    for group, whole in groups.items():
        bases = [taught[skill] for skill in whole.skills]
        links.append(_into_group(graph, programme, group, whole, bases))
    links += [_out_of_group(graph, programme, group, role, part) for (group, role), part in added.items()]
    nodes = tuple(group_node(graph, group, len(whole.skills)) for group, whole in groups.items())
    return Column("skills", SKILLS, nodes), links


def _contributions(
    graph: Graph, programme: ProgrammeId, feeding: Iterable[Feeds]
) -> defaultdict[tuple[str, str], _Added]:
    added: defaultdict[tuple[str, str], _Added] = defaultdict(_Added)
    for link in feeding:
        found = cover(graph, (programme,), link.role)
        if found.share is None:
            continue
        total = sum(weights(graph, link.role).values())
        for judged in found.needs:
            if judged.held:
                part = added[graph.skills[judged.need.skill].group, link.role]
                part.share += judged.weight * judged.share / total
                part.skills.add(judged.need.skill)
                part.bases.append(judged.need.evidence.basis)
    return added


def _into_group(graph: Graph, programme: Programme, group: str, whole: _Added, bases: list[Basis]) -> Link:
    estimates = bases.count(Basis.ASSUMED)
    skills = counted(len(bases), Text("kompe\u00adtence", "skill"), Text("kompe\u00adtencer", "skills"))
    sure = by_estimate((estimates, len(bases)))
    words = Text(f"{skills.da}{sure.da}", f"{skills.en}{sure.en}")
    origin = f"p-{programme.id}"
    tip = arrow(programme.short, graph.skill_groups[group].label, words)
    known = estimates, len(bases)
    return Link(origin, f"g-{group}", programme.kind, whole.share, weakest(bases), tip, (origin,), known)


def _out_of_group(graph: Graph, programme: Programme, group: str, role: str, part: _Added) -> Link:
    asked = graph.role(role)
    figure = percent(part.share)
    words = Text(f"giver mindst {figure.da} af det, jobbet kræver", f"adds at least {figure.en} of what the role needs")
    tip = arrow(graph.skill_groups[group].label, asked.title, words)
    origin = (f"p-{programme.id}",)
    return Link(f"g-{group}", f"r-{role}", programme.kind, part.share, weakest(part.bases), tip, origin)


def _hub(column: Column, id: str) -> Column:
    return replace(column, nodes=tuple(replace(node, hub=node.id == id) for node in column.nodes))
