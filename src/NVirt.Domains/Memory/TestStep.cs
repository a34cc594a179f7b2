namespace NVirt.Domains.Memory;

/// <summary>The steps of a <see cref="TestDriver"/> that take time, and can be made to fail.</summary>
public enum TestStep
{
    /// <summary>A domain is started.</summary>
    Start,

    /// <summary>The destination of a migration prepares.</summary>
    Prepare,

    /// <summary>The source of a migration sends state while the guest runs.</summary>
    Transfer,

    /// <summary>The source of a migration has stopped the guest, and sends the rest.</summary>
    Switch,

    /// <summary>The destination of a migration has the state, and resumes the guest.</summary>
    Finish,
}
