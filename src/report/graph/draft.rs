//! From a drill to its chart: which boxes and lines there are, and what they say.

use crate::model::graph::{Precedence, predecessor_arrows};
use crate::model::{
    Barrier, BarrierEffect, Drill, Effect, Inject, Join, Measure, Objective, Section, Step, Trigger,
};
use crate::quantity::{Arena, Index, InjectId, StepId};
use crate::report::figures;
use crate::report::graph::chart::{Chart, Edge, EdgeKind, Node, NodeId, NodeKind};
use crate::report::graph::words;
use crate::text;

/// How much of a drill is drawn.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Drawn {
    /// The plan.
    Plan,
    /// The plan with the scenario's injects and objectives.
    Drill,
}

/// The chart of a plan, or of a whole drill.
pub fn chart(drill: &Drill, drawn: Drawn) -> Chart {
    let plan = &drill.plan;
    let mut draft = Draft {
        drill,
        nodes: Vec::new(),
        edges: Vec::new(),
    };
    draft.nodes.extend(
        plan.barriers
            .iter()
            .map(|barrier| barrier_node(drill, barrier)),
    );
    draft
        .nodes
        .extend(plan.steps.iter().map(|step| step_node(drill, step)));
    draft.add_predecessors();
    for (id, step) in plan.steps.entries() {
        let from = draft.step(id);
        draft.add_fallback(from, step);
        draft.add_effects(from, &step.effects);
    }
    if drawn == Drawn::Drill {
        draft.add_injects();
        draft.add_objectives();
    }
    draft
        .edges
        .sort_by_key(|edge| (edge.from, edge.to, edge.kind));
    draft
        .edges
        .dedup_by_key(|edge| (edge.from, edge.to, edge.kind));
    Chart {
        plan: plan.id.clone(),
        revision: plain(&plan.revision),
        title: plain(&plan.title),
        subtitle: subtitle(drill, drawn),
        summary: summary(drill),
        nodes: Arena::new(draft.nodes),
        edges: draft.edges,
    }
}

struct Draft<'d> {
    drill: &'d Drill,
    nodes: Vec<Node>,
    edges: Vec<Edge>,
}

impl Draft<'_> {
    /// Barriers come first, then the steps.
    fn step(&self, step: StepId) -> NodeId {
        NodeId::new(self.drill.plan.barriers.len() + step.place())
    }

    fn inject(&self, inject: InjectId) -> NodeId {
        let before = self.drill.plan.barriers.len() + self.drill.plan.steps.len();
        NodeId::new(before + inject.place())
    }

    fn add(&mut self, from: NodeId, to: NodeId, kind: EdgeKind, label: Option<String>) {
        self.edges.push(Edge {
            from,
            to,
            kind,
            label: label.map(|label| plain(&label)),
        });
    }

    fn add_predecessors(&mut self) {
        let plan = &self.drill.plan;
        let arrows = predecessor_arrows(plan);
        let order = Precedence::new(plan.steps.len(), &arrows).expect("a plan has no circles");
        let implied = order.implied_arrows();
        for arrow in arrows {
            let (before, after) = arrow;
            let step = &plan.steps[after];
            let label = step
                .when
                .as_ref()
                .and_then(|guard| words::branch(plan, &self.drill.scenario, &step.after, guard))
                .filter(|(asked, _)| *asked == before)
                .map(|(_, label)| label);
            // A branch says something even where other ways lead there too.
            let is_implied = implied.contains(&arrow) && label.is_none();
            let kind = if is_implied {
                EdgeKind::Implied
            } else {
                EdgeKind::After
            };
            self.add(self.step(before), self.step(after), kind, label);
        }
    }

    fn add_fallback(&mut self, from: NodeId, step: &Step) {
        if let Some(fallback) = step.on_failure.fallback() {
            let label = Some("if it fails".to_owned());
            self.add(from, self.step(fallback), EdgeKind::Fallback, label);
        }
    }

    /// Lines for the effects that lead to steps.
    fn add_effects(&mut self, from: NodeId, effects: &[Effect]) {
        for effect in effects {
            if let Some(called) = effect.requires() {
                self.add(
                    from,
                    self.step(called),
                    EdgeKind::Calls,
                    Some("calls for".to_owned()),
                );
            }
            if let Effect::Reopen(reopened) = effect {
                self.add(
                    from,
                    self.step(*reopened),
                    EdgeKind::Reopens,
                    Some("reopens".to_owned()),
                );
            }
        }
    }

    fn add_injects(&mut self) {
        for (id, inject) in self.drill.scenario.injects.entries() {
            self.nodes.push(inject_node(self.drill, inject));
            let node = self.inject(id);
            self.add_effects(node, &inject.effects);
            for &expected in &inject.expects {
                if !inject.effects.contains(&Effect::Require(expected)) {
                    self.add(node, self.step(expected), EdgeKind::Expects, None);
                }
            }
            if let Trigger::Started(step, _)
            | Trigger::Finished(step, _)
            | Trigger::Overdue(step, _) = inject.at
            {
                self.add(self.step(step), node, EdgeKind::Triggers, None);
            }
        }
    }

    fn add_objectives(&mut self) {
        for objective in self.drill.scenario.objectives.iter() {
            let node = NodeId::new(self.nodes.len());
            self.nodes.push(objective_node(self.drill, objective));
            if let Measure::Within { inject, .. } = objective.measure {
                self.add(self.inject(inject), node, EdgeKind::Measures, None);
            }
            for step in objective.measure.steps() {
                self.add(self.step(step), node, EdgeKind::Measures, None);
            }
        }
    }
}

fn node(name: String, kind: NodeKind, title: &str) -> Node {
    Node {
        name,
        kind,
        title: plain(title),
        owner: None,
        notes: Vec::new(),
        guard: None,
        delay: None,
        join: None,
        retries: None,
        on_demand: false,
    }
}

fn barrier_node(drill: &Drill, barrier: &Barrier) -> Node {
    let kind = match barrier.effect {
        BarrierEffect::Averts => NodeKind::Averting,
        BarrierEffect::Weakens(_) => NodeKind::Weakening,
    };
    Node {
        owner: barrier.owner.map(|role| plain(&words::role(drill, role))),
        notes: vec![
            plain(&words::barrier(drill, &barrier.effect)),
            format!("holds {}", figures::percent(barrier.holds.value())),
        ],
        ..node(format!("barrier:{}", barrier.id), kind, &barrier.title)
    }
}

fn step_node(drill: &Drill, step: &Step) -> Node {
    let kind = match step.owner {
        Some(_) => NodeKind::Step(step.section),
        None => NodeKind::Automatic(step.section),
    };
    let guard = step
        .when
        .as_ref()
        .filter(|guard| words::branch(&drill.plan, &drill.scenario, &step.after, guard).is_none());
    let effects = step
        .effects
        .iter()
        .filter_map(|effect| words::effect(drill, effect));
    let retries = step.on_failure.retries();
    Node {
        owner: words::people(drill, step).map(|people| plain(&people)),
        notes: words::work(step)
            .into_iter()
            .chain(effects.map(|effect| plain(&effect)))
            .collect(),
        guard: guard.map(|guard| plain(&words::guard(&drill.plan, &drill.scenario, guard))),
        delay: (step.delay.0 > 0).then(|| figures::duration(step.delay)),
        join: join(step),
        retries: (retries > 0).then_some(retries),
        on_demand: step.on_demand,
        ..node(step.id.clone(), kind, &step.title)
    }
}

fn join(step: &Step) -> Option<String> {
    match step.join {
        Join::All => None,
        Join::Any => Some("any".to_owned()),
        Join::AtLeast(count) => Some(format!("≥ {count}")),
    }
}

fn inject_node(drill: &Drill, inject: &Inject) -> Node {
    let kind = if inject.hidden {
        NodeKind::HiddenInject
    } else {
        NodeKind::Inject
    };
    let chance = inject.chance.value();
    let mut notes = vec![plain(&words::inject(drill, inject))];
    if inject.hidden {
        notes.push("hidden from the participants".to_owned());
    }
    if chance < 1.0 {
        notes.push(format!("chance {}", figures::percent(chance)));
    }
    let effects = inject
        .effects
        .iter()
        .filter_map(|effect| words::effect(drill, effect));
    notes.extend(effects.map(|effect| plain(&effect)));
    Node {
        owner: (!inject.to.is_empty()).then(|| {
            let roles: Vec<String> = inject
                .to
                .iter()
                .map(|role| words::role(drill, *role))
                .collect();
            plain(&format!("to {}", roles.join(", ")))
        }),
        notes,
        guard: inject
            .when
            .as_ref()
            .map(|guard| plain(&words::guard(&drill.plan, &drill.scenario, guard))),
        ..node(format!("inject:{}", inject.id), kind, &inject.title)
    }
}

fn objective_node(drill: &Drill, objective: &Objective) -> Node {
    let kind = if objective.critical {
        NodeKind::CriticalObjective
    } else {
        NodeKind::Objective
    };
    Node {
        owner: objective.critical.then(|| "critical".to_owned()),
        notes: vec![plain(&words::objective(drill, objective))],
        ..node(
            format!("objective:{}", objective.id),
            kind,
            &objective.title,
        )
    }
}

fn subtitle(drill: &Drill, drawn: Drawn) -> String {
    let plan = &drill.plan;
    let mut parts = vec![format!("plan {}", plan.name())];
    parts.extend(plan.owner.map(|owner| words::role(drill, owner)));
    parts.push(text::counted(plan.steps.len(), "step"));
    if drawn == Drawn::Drill {
        parts.push(format!("drill: {}", drill.scenario.title));
    }
    plain(&parts.join(" · "))
}

fn summary(drill: &Drill) -> String {
    let plan = &drill.plan;
    let count = |section| {
        plan.steps
            .iter()
            .filter(|step| step.section == section)
            .count()
    };
    format!(
        "{} of prevention, {} of response and {} of recovery, from left to right: each box is a step with its title, its owner and what it takes; lines lead from predecessors to successors.",
        text::counted(plan.barriers.len(), "barrier"),
        text::counted(count(Section::Response), "step"),
        text::counted(count(Section::Recovery), "step"),
    )
}

/// Words of users on one line, with nothing in them that is not seen.
fn plain(words: &str) -> String {
    text::one_line(words).into_owned()
}
