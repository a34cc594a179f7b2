namespace NVirt.Cli.Output.Fleets;

/// <summary>A column of an answer: its name for programs, and its title for people.</summary>
internal sealed record FleetColumn(string Key, string Title)
{
    public static FleetColumn Host => new("host", Messages.FleetColumn_Host);

    public static FleetColumn HostCount => new("hosts", Messages.FleetColumn_Hosts);

    public static FleetColumn Guest => new("guest", Messages.FleetColumn_Guest);

    public static FleetColumn GuestCount => new("guests", Messages.FleetColumn_Guests);

    public static FleetColumn Class => new("class", Messages.FleetColumn_Class);

    public static FleetColumn HostsLike => new("hostClass", Messages.FleetColumn_HostClass);

    public static FleetColumn GuestsLike => new("guestClass", Messages.FleetColumn_GuestClass);

    public static FleetColumn Kind => new("kind", Messages.FleetColumn_Kind);

    public static FleetColumn Cpu => new("cpu", Messages.FleetColumn_Cpu);

    public static FleetColumn Truth => new("truth", Messages.FleetColumn_Truth);

    public static FleetColumn Features => new("features", Messages.FleetColumn_Features);

    public static FleetColumn Unknown => new("unknown", Messages.FleetColumn_Unknown);

    public static FleetColumn PhysBits => new("physBits", Messages.FleetColumn_PhysBits);

    public static FleetColumn Weight => new("weight", Messages.FleetColumn_Weight);

    public static FleetColumn Time => new("time", Messages.FleetColumn_Time);

    public static FleetColumn State => new("state", Messages.FleetColumn_State);

    public static FleetColumn Problem => new("problem", Messages.FleetColumn_Problem);

    public static FleetColumn Targets => new("targets", Messages.FleetColumn_Targets);

    public static FleetColumn Undecided => new("undecided", Messages.FleetColumn_Undecided);

    public static FleetColumn Refused => new("refused", Messages.FleetColumn_Refused);

    public static FleetColumn Verdict => new("verdict", Messages.FleetColumn_Verdict);

    public static FleetColumn Grade => new("grade", Messages.FleetColumn_Grade);

    public static FleetColumn Missing => new("missing", Messages.FleetColumn_Missing);

    public static FleetColumn Axes => new("axes", Messages.FleetColumn_Axes);

    public static FleetColumn Gain => new("gain", Messages.FleetColumn_Gain);

    public static FleetColumn PossibleGain => new("possibleGain", Messages.FleetColumn_PossibleGain);

    public static FleetColumn Only => new("only", Messages.FleetColumn_Only);

    public static FleetColumn Groups => new("groups", Messages.FleetColumn_Groups);

    public static FleetColumn Returns => new("returns", Messages.FleetColumn_Returns);

    public static FleetColumn Pool => new("pool", Messages.FleetColumn_Pool);

    public static FleetColumn Pools => new("pools", Messages.FleetColumn_Pools);

    public static FleetColumn Value => new("value", Messages.FleetColumn_Value);

    public static FleetColumn Loss => new("loss", Messages.FleetColumn_Loss);

    public static FleetColumn Name => new("name", Messages.FleetColumn_Name);

    public static FleetColumn Lost => new("lost", Messages.FleetColumn_Lost);

    public static FleetColumn Gained => new("gained", Messages.FleetColumn_Gained);

    public static FleetColumn Before => new("before", Messages.FleetColumn_Before);

    public static FleetColumn After => new("after", Messages.FleetColumn_After);

    public static FleetColumn FileName => new("file", Messages.FleetColumn_File);

    public static FleetColumn Fit => new("fit", Messages.FleetColumn_Fit);

    public static FleetColumn Exceeding => new("exceeding", Messages.FleetColumn_Exceeding);

    public static FleetColumn Needed => new("needed", Messages.FleetColumn_Needed);

    public static FleetColumn Step => new("step", Messages.FleetColumn_Step);

    public static FleetColumn Doing => new("action", Messages.FleetColumn_Action);

    public static FleetColumn To => new("to", Messages.FleetColumn_To);

    public static FleetColumn Command => new("command", Messages.FleetColumn_Command);

    public static FleetColumn Answer => new("answer", Messages.FleetColumn_Answer);

    public static FleetColumn Fix => new("fix", Messages.FleetColumn_Fix);

    public static FleetColumn Withheld => new("withheld", Messages.FleetColumn_Withheld);

    public static FleetColumn Invented => new("invented", Messages.FleetColumn_Invented);

    public static FleetColumn Lies => new("lies", Messages.FleetColumn_Lies);

    public static FleetColumn TextBody => new("text", Messages.FleetColumn_Text);

    public static FleetColumn Causes => new("causes", Messages.FleetColumn_Causes);
}
