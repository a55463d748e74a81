//! Every diagnostic code with its meaning: FB01 reading and shape, FB02 meaning, FB03 lints.

/// The codes as constants and as one table, so that neither can lack what the other has.
macro_rules! codes {
    ($($name:ident = $code:literal: $meaning:literal;)*) => {
        $(#[doc = $meaning] pub const $name: &str = $code;)*

        /// Every code with what it means in one line, in ascending order.
        pub const MEANINGS: &[(&str, &str)] = &[$(($code, $meaning)),*];
    };
}

codes! {
    NOT_UTF8 = "FB0101": "a file is not UTF-8 text";
    FILE_MISSING = "FB0102": "a file names another file that cannot be read";
    FILE_EMPTY = "FB0103": "a file holds nothing";
    KIND_UNKNOWN = "FB0104": "a file begins with none of the four kinds";
    KIND_DIFFERENT = "FB0105": "a file is of another kind than the one due";
    TOO_DEEP = "FB0106": "brackets are nested too deep";
    UNCLOSED = "FB0107": "a bracket, text or comment is not closed";
    BRACKET_STRAY = "FB0108": "a bracket closes what was not opened";
    COMMA_MISSING = "FB0109": "a comma is missing between two values";
    CHARACTER_FOREIGN = "FB0110": "a character looks like another one that RON needs";
    SYNTAX = "FB0111": "a text is not RON";
    AFTER_THE_END = "FB0112": "something follows the end of the file's one value";
    FILE_UNREADABLE = "FB0113": "a file of a folder cannot be read";
    FIELD_UNKNOWN = "FB0120": "a field is unknown";
    FIELD_MISSING = "FB0121": "a required field is missing";
    FIELD_REPEATED = "FB0122": "a field is given twice";
    VARIANT_UNKNOWN = "FB0123": "a name stands where only certain names may";
    FORM_BY_NAME = "FB0124": "values stand by position where they are written by name";
    FORM_BY_POSITION = "FB0125": "values stand by name where they are written by position";
    VALUES_COUNT = "FB0126": "too few or too many values by position";
    KIND_OF_VALUE = "FB0127": "a value of another kind is due";
    MAP = "FB0128": "a map stands where a list or a struct is due";
    NUMBER_FORM = "FB0130": "a number is written in a way that RON does not read";
    NUMBER_RANGE = "FB0131": "a number is outside the range that makes sense";
    NUMBER_NOT_FINITE = "FB0132": "a number is not finite";
    DURATION_FORM = "FB0133": "a text is not a duration";
    DATE_FORM = "FB0134": "a text is not a date, a time of day or a point of time";
    ID_FORM = "FB0135": "a text is not an id";
    NAME_REPEATED = "FB0201": "two things of one kind have the same id";
    NAME_UNKNOWN = "FB0202": "a name refers to nothing";
    LISTED_TWICE = "FB0203": "a list names the same thing twice";
    LIST_EMPTY = "FB0204": "a list that needs an entry is empty";
    LABEL_UNKNOWN = "FB0205": "an outcome has a label that its step never draws";
    FLAG_UNKNOWN = "FB0206": "a flag can never be true";
    ZONE_UNKNOWN = "FB0207": "a time zone is not in the IANA database";
    NUMBER_NEGATIVE = "FB0210": "a number is negative where it cannot be";
    NUMBER_NOT_POSITIVE = "FB0211": "a number or a duration is zero or less where it must be more";
    COUNT_TOO_LARGE = "FB0212": "a count is larger than what it counts";
    DISTRIBUTION_ORDER = "FB0213": "the values of a distribution are out of order";
    P90_NOT_ABOVE_MEDIAN = "FB0214": "a 90th percentile is not above its median";
    CHANCES_SUM = "FB0215": "the chances of the outcomes of a step do not sum to 1";
    RANGE_REVERSED = "FB0216": "a range ends before it begins";
    TARGET_BEYOND_LIMIT = "FB0217": "a target is on the wrong side of its limit";
    LEVELS_NOT_ASCENDING = "FB0218": "the levels of a scale do not ascend";
    RATING_OUT_OF_SCALE = "FB0219": "a rating names a level that its scale lacks";
    DOUBLES_FROM_ZERO = "FB0220": "a level that doubles starts at zero";
    CIVIL_TIME_AT_RANDOM_START = "FB0225": "a civil time stands where the start of the drill is random";
    BEFORE_ONSET = "FB0226": "a point of time lies before onset";
    TARGET_AFTER_HORIZON = "FB0227": "a target lies after the end of the drill";
    AFTER_HORIZON = "FB0228": "a limit or an inject lies after the end of the drill";
    HOLDER_AND_DEPUTY = "FB0230": "a person is both holder and deputy of a role";
    STAYS_WITHOUT_SHIFT = "FB0231": "a person who cannot be called is to leave after a time";
    NEVER_REACHED = "FB0232": "a person can be reached neither on shift nor on call";
    OWNER_MISSING = "FB0240": "a step that is not automatic has no owner";
    AUTOMATIC_WITH_PEOPLE = "FB0241": "an automatic step has an owner, a crew or working hours";
    CIRCLE = "FB0242": "steps wait for each other in a circle";
    JOIN_TOO_FEW = "FB0243": "a join needs more predecessors than there are";
    RETRY_NESTED = "FB0244": "what follows the last retry is a retry";
    FALLBACK_AFTER_STEP = "FB0245": "a fallback comes after the step it is to replace";
    FALLBACK_CIRCLE = "FB0246": "steps are fallbacks of each other in a circle";
    REOPEN_CIRCLE = "FB0247": "steps reopen each other in a circle";
    WAS_CLASH = "FB0248": "two steps claim the same earlier id";
    NEGOTIABLE_NOT_AFTER = "FB0249": "a negotiable predecessor is no predecessor";
    NOT_BY_ITSELF = "FB0250": "a step is not to be done by whoever does it";
    GUARD_NOT_BEFORE = "FB0251": "a guard asks for the outcome of a step that need not be done by then";
    WAS_ITSELF = "FB0252": "a step was first known under the id it has";
    PEOPLE_TOO_FEW = "FB0260": "a step needs more people than there are";
    UNITS_TOO_FEW = "FB0261": "a step needs more units than there are";
    NO_SHARED_HOUR = "FB0262": "those a step needs are never on shift together";
    CONSUMED_FOR_A_TIME = "FB0263": "units of a consumed resource come or go for a time";
    PLAN_LACKS = "FB0270": "another revision of the plan lacks what the scenario names";
    SKIPPED_WITHOUT_STEP = "FB0271": "a rule for skipped steps stands on a measure without one";
    ORDER_OF_ITSELF = "FB0272": "a step is to be done before itself";
    ORGANIZATION_LACKS = "FB0273": "another organization lacks what the scenario names";
    WAS_UNKNOWN = "FB0274": "no step of the baseline was first known under the id that a renamed one gives";
    STEP_UNREACHABLE = "FB0301": "a step can never start, however the drill goes";
    NEVER_REQUIRED = "FB0302": "a step sleeps until it is required, and nothing requires it";
    PREDECESSOR_IMPLIED = "FB0303": "a predecessor is implied by another one";
    GUARD_FORGOTTEN = "FB0304": "after a branch one of several steps has no guard";
    BRANCH_NOT_EXHAUSTED = "FB0305": "ways meet again after a branch, and one of its labels leads nowhere";
    EFFECT_WITHOUT_EFFECT = "FB0306": "an effect changes nothing";
    RECOVERY_MISSING = "FB0307": "a plan answers a risk and has no recovery";
    ANY_ABSENCE_BLOCKS = "FB0308": "a step needs everybody there is, so that any absence blocks it";
    ONE_PERSON_TWICE = "FB0309": "steps that are due at the same time hang on one person in two roles";
    LONGER_THAN_SHIFT = "FB0310": "a step works through for longer than any shift of those who do it";
    CREW_ASLEEP = "FB0311": "nobody can be reached who could begin the response when the drill starts";
    BARRIER_OVERDUE = "FB0312": "a barrier is overdue";
    ROLE_ALONE = "FB0320": "a role that steps need hangs on one person";
    ROLE_HOURS = "FB0321": "a role that is covered through most of the week has hours in which nobody can be reached";
    PERSON_WITHOUT_ROLE = "FB0322": "a person has no role";
    DEPUTIES_SLOW = "FB0323": "the deputies of a busy role take much longer";
    OBJECTIVE_IMPOSSIBLE = "FB0330": "an objective cannot be met even if nothing goes wrong";
    INJECT_NEVER_FIRES = "FB0331": "an inject can never fire";
    IMPACT_UNSTOPPED = "FB0332": "nothing stops, slows or lowers a growing impact";
    GROWS_FASTER = "FB0333": "an impact grows faster than everything that lowers it";
    FLAG_UNREAD = "FB0334": "nothing asks for a flag";
    WITHIN_UNRELATED = "FB0335": "the time from an inject is measured to a step that does not depend on it";
    EXPECTED_UNMEASURED = "FB0336": "no objective measures a step that an inject is expected to set in motion";
    LIMIT_AFTER_DRILL = "FB0337": "a target or limit is longer than the drill";
    TITLE_WEEKDAY = "FB0338": "a title says another weekday than the clock";
    OWNER_OF_RISK_MISSING = "FB0340": "a risk has no owner";
    PLAN_OF_RISK_MISSING = "FB0341": "a risk has no plan";
    DRILL_OF_RISK_MISSING = "FB0342": "a risk has a plan and no drill";
    FREQUENCY_MISSING = "FB0343": "a risk has no frequency where others have one";
    REVIEW_OVERDUE = "FB0344": "a review is overdue";
    DRILL_OVERDUE = "FB0345": "a drill is overdue";
    ACTION_OVERDUE = "FB0346": "an action is overdue";
    ABOVE_APPETITE = "FB0347": "a risk is above the appetite and has no open action";
    ACCEPTANCE_EXPIRED = "FB0348": "the term of an accepted risk has passed";
    CATEGORY_NEVER_DRILLED = "FB0349": "no risk of a category is ever drilled";
    ALLOWANCE_WITHOUT_REASON = "FB0390": "an allowance gives no reason";
    ALLOWANCE_UNKNOWN = "FB0391": "an allowance names no code of a warning";
    ALLOWANCE_UNUSED = "FB0392": "an allowance allows nothing";
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_distinct_and_ascend() {
        assert!(MEANINGS.is_sorted_by(|(a, _), (b, _)| a < b));
    }
}
