//! An organization is read as written.

use firebell::model::{Layer, Person, Resource, Role, Shift, ShiftPattern};
use firebell::quantity::{
    Arena, Date, Distribution, Index, PersonId, Seconds, ShiftId, TimeOfDay, Weekday, Zone,
};

use crate::full::{HOUR, full, text};

fn time(text: &str) -> TimeOfDay {
    TimeOfDay::parse(text).expect("a time of day")
}

fn zone(name: &str) -> Zone {
    Zone::named(name).expect("a zone")
}

#[test]
fn an_organization_is_read_as_written() {
    let organization = full().organization;
    let shanghai = zone("Asia/Shanghai");
    assert_eq!(organization.name, "Harbour Goods");
    assert_eq!(organization.zone, shanghai);
    let days: Vec<String> = organization.holidays.iter().map(Date::to_string).collect();
    assert_eq!(days, ["2026-05-01", "2026-10-01"]);
    assert_eq!(organization.because, text("manual"));
    let shifts = [
        Shift {
            id: "night".into(),
            days: vec![Weekday::Sat],
            from: time("22:00"),
            to: time("06:00"),
            on_holidays: true,
            because: None,
        },
        Shift {
            id: "office".into(),
            days: vec![Weekday::Mon, Weekday::Fri],
            from: time("09:00"),
            to: time("18:00"),
            on_holidays: false,
            because: text("contract"),
        },
    ];
    assert_eq!(organization.shifts, Arena::new(shifts.to_vec()));
    let li_na = Person {
        id: "li-na".into(),
        name: "li-na".into(),
        layer: None,
        count: 1,
        shifts: ShiftPattern::Shifts(vec![ShiftId::new(0), ShiftId::new(1)]),
        zone: shanghai,
        acknowledges: Distribution::Fixed(300.0),
        on_call: None,
        stays: None,
        rests: Seconds(0),
        cost_per_hour: 0.0,
        contact: None,
        because: None,
    };
    let people = [
        Person {
            id: "chen-wei".into(),
            name: "Chen Wei".into(),
            layer: Some(Layer::Management),
            shifts: ShiftPattern::Always,
            zone: zone("Europe/Berlin"),
            acknowledges: Distribution::Lognormal {
                median: 240.0,
                p90: 900.0,
            },
            on_call: Some(Distribution::Fixed(60.0)),
            stays: Some(Seconds(12 * HOUR)),
            cost_per_hour: 400.0,
            contact: text("ext. 204"),
            because: text("rota"),
            ..li_na.clone()
        },
        li_na.clone(),
        Person {
            id: "pickers".into(),
            name: "pickers".into(),
            layer: Some(Layer::External),
            count: 60,
            shifts: ShiftPattern::Never,
            rests: Seconds(10 * HOUR),
            ..li_na.clone()
        },
        Person {
            id: "wu-di".into(),
            name: "wu-di".into(),
            layer: Some(Layer::Support),
            shifts: ShiftPattern::Shifts(vec![]),
            on_call: Some(Distribution::Fixed(1_200.0)),
            stays: Some(Seconds(6 * HOUR)),
            rests: Seconds(HOUR),
            ..li_na
        },
    ];
    assert_eq!(organization.people, Arena::new(people.to_vec()));
    let roles = [
        Role {
            id: "lead".into(),
            title: "Incident lead".into(),
            duties: text("Declares."),
            holders: vec![PersonId::new(1), PersonId::new(0)],
            deputies: vec![PersonId::new(3)],
            deputies_help: true,
            deputy_pace: 1.25,
            escalate_after: Seconds(1_800),
            because: text("r"),
        },
        Role {
            id: "picker".into(),
            title: "picker".into(),
            duties: None,
            holders: vec![PersonId::new(2)],
            deputies: vec![],
            deputies_help: false,
            deputy_pace: 1.0,
            escalate_after: Seconds(900),
            because: None,
        },
    ];
    assert_eq!(organization.roles, Arena::new(roles.to_vec()));
    let resource = |id: &str, title: &str, count, consumed, because| Resource {
        id: id.into(),
        title: title.into(),
        count,
        consumed,
        because,
    };
    let resources = vec![
        resource("budget", "budget", 200_000, true, None),
        resource("keys", "keys", 1, false, None),
        resource("van", "Van", 3, false, text("fleet")),
    ];
    assert_eq!(organization.resources, Arena::new(resources));
}
