using NVirt.Xml;

namespace NVirt.Platforms;

/// <summary>What a reader or writer has to say of what it did. The numbers have no meaning; the names are part of the JSON
/// output.</summary>
public enum StatementRemarkKind
{
    /// <summary>A part of the source that a statement cannot hold.</summary>
    NotKept,
    /// <summary>A part of the statement that the platform cannot say, and that does not change the answer.</summary>
    NotWritten,
    /// <summary>One feature is named in two ways, and the program's own rule decided.</summary>
    Ambiguous,
    /// <summary>The processor has them, and KVM does not give them to guests.</summary>
    WithheldByKvm,
    /// <summary>The machine type may change the model.</summary>
    MachineMayChange,
    /// <summary>The version of the program that wrote the document is not known.</summary>
    VersionUnknown,
    /// <summary>What could not be read on the platform itself, and is taken from general knowledge.</summary>
    Uncertain,
    /// <summary>What only the host decides.</summary>
    HostDecides,
    /// <summary>A scheduler of the platform judges otherwise.</summary>
    SchedulerDiffers,
    /// <summary>Several processors differ in them.</summary>
    Differing,

    /// <summary>What several documents of one host say is judged by, the best truth first.</summary>
    JudgedBy,

    /// <summary>The processor has them, and what is judged by does not give them.</summary>
    NotGiven,
}

/// <summary>A remark of a reader or a writer: a loss, or a note.</summary>
/// <param name="Kind">What it is about.</param>
/// <param name="Subject">The words of the document, or names of features.</param>
public sealed record StatementRemark(StatementRemarkKind Kind, string Subject)
{
    /// <summary>Whether something is lost.</summary>
    public bool IsLoss => Kind is StatementRemarkKind.NotKept or StatementRemarkKind.NotWritten;

    /// <summary>The remark in the user's language.</summary>
    public string Describe() => Text.Of(
        Kind switch
        {
            StatementRemarkKind.NotKept => Messages.Remark_NotKept,
            StatementRemarkKind.NotWritten => Messages.Remark_NotWritten,
            StatementRemarkKind.Ambiguous => Messages.Remark_Ambiguous,
            StatementRemarkKind.WithheldByKvm => Messages.Remark_WithheldByKvm,
            StatementRemarkKind.MachineMayChange => Messages.Remark_MachineMayChange,
            StatementRemarkKind.VersionUnknown => Messages.Remark_VersionUnknown,
            StatementRemarkKind.Uncertain => Messages.Remark_Uncertain,
            StatementRemarkKind.HostDecides => Messages.Remark_HostDecides,
            StatementRemarkKind.SchedulerDiffers => Messages.Remark_SchedulerDiffers,
            StatementRemarkKind.JudgedBy => Messages.Remark_JudgedBy,
            StatementRemarkKind.NotGiven => Messages.Remark_NotGiven,
            _ => Messages.Remark_Differing,
        },
        Text.OnOneLine(Subject, 512));
}
