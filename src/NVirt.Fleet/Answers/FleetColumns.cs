namespace NVirt.Fleet.Answers;

/// <summary>Columns that several answers have, with their titles in the user's language.</summary>
internal static class FleetColumns
{
    public static FleetColumn Host => new("host", Messages.Column_Host);

    public static FleetColumn HostCount => new("hosts", Messages.Column_Hosts);

    public static FleetColumn Guest => new("guest", Messages.Column_Guest);

    public static FleetColumn GuestCount => new("guests", Messages.Column_Guests);

    public static FleetColumn Class => new("class", Messages.Column_Class);

    public static FleetColumn HostsLike => new("hostClass", Messages.Column_HostClass);

    public static FleetColumn GuestsLike => new("guestClass", Messages.Column_GuestClass);

    public static FleetColumn Kind => new("kind", Messages.Column_Kind);

    public static FleetColumn Cpu => new("cpu", Messages.Column_Cpu);

    public static FleetColumn Truth => new("truth", Messages.Column_Truth);

    public static FleetColumn Features => new("features", Messages.Column_Features);

    public static FleetColumn Unknown => new("unknown", Messages.Column_Unknown);

    public static FleetColumn PhysBits => new("physBits", Messages.Column_PhysBits);

    public static FleetColumn Weight => new("weight", Messages.Column_Weight);

    public static FleetColumn Time => new("time", Messages.Column_Time);

    public static FleetColumn State => new("state", Messages.Column_State);

    public static FleetColumn Problem => new("problem", Messages.Column_Problem);

    public static FleetColumn Targets => new("targets", Messages.Column_Targets);

    public static FleetColumn Undecided => new("undecided", Messages.Column_Undecided);

    public static FleetColumn Refused => new("refused", Messages.Column_Refused);

    public static FleetColumn Verdict => new("verdict", Messages.Column_Verdict);

    public static FleetColumn Grade => new("grade", Messages.Column_Grade);

    public static FleetColumn Missing => new("missing", Messages.Column_Missing);

    public static FleetColumn Axes => new("axes", Messages.Column_Axes);

    public static FleetColumn Gain => new("gain", Messages.Column_Gain);

    public static FleetColumn PossibleGain => new("possibleGain", Messages.Column_PossibleGain);

    public static FleetColumn Only => new("only", Messages.Column_Only);

    public static FleetColumn Groups => new("groups", Messages.Column_Groups);

    public static FleetColumn Returns => new("returns", Messages.Column_Returns);

    public static FleetColumn Pool => new("pool", Messages.Column_Pool);

    public static FleetColumn Pools => new("pools", Messages.Column_Pools);

    public static FleetColumn Value => new("value", Messages.Column_Value);

    public static FleetColumn Loss => new("loss", Messages.Column_Loss);

    public static FleetColumn Name => new("name", Messages.Column_Name);

    public static FleetColumn Lost => new("lost", Messages.Column_Lost);

    public static FleetColumn Gained => new("gained", Messages.Column_Gained);

    public static FleetColumn Before => new("before", Messages.Column_Before);

    public static FleetColumn After => new("after", Messages.Column_After);

    public static FleetColumn FileName => new("file", Messages.Column_File);

    public static FleetColumn Fit => new("fit", Messages.Column_Fit);

    public static FleetColumn Exceeding => new("exceeding", Messages.Column_Exceeding);

    public static FleetColumn Needed => new("needed", Messages.Column_Needed);

    public static FleetColumn Step => new("step", Messages.Column_Step);

    public static FleetColumn Doing => new("action", Messages.Column_Action);

    public static FleetColumn To => new("to", Messages.Column_To);

    public static FleetColumn Command => new("command", Messages.Column_Command);

    public static FleetColumn Answer => new("answer", Messages.Column_Answer);

    public static FleetColumn Fix => new("fix", Messages.Column_Fix);

    public static FleetColumn Withheld => new("withheld", Messages.Column_Withheld);

    public static FleetColumn Invented => new("invented", Messages.Column_Invented);

    public static FleetColumn Lies => new("lies", Messages.Column_Lies);

    public static FleetColumn TextBody => new("text", Messages.Column_Text);

    public static FleetColumn Causes => new("causes", Messages.Column_Causes);

    public static FleetColumn Form => new("form", Messages.Column_Form);

    public static FleetColumn Number => new("number", Messages.Column_Version);

    public static FleetColumn Digest => new("digest", Messages.Column_Digest);

    public static FleetColumn Bound => new("bound", Messages.Column_Bound);
}
