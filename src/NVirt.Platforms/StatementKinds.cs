namespace NVirt.Platforms;

/// <summary>Whom a statement is about.</summary>
public enum StatementSubject
{
    /// <summary>A machine that guests run on, or several of them.</summary>
    Host,
    /// <summary>A guest.</summary>
    Guest,
}

/// <summary>What a statement's source really saw.</summary>
public enum StatementTruth
{
    /// <summary>What the processor has.</summary>
    Physical,
    /// <summary>What a Linux kernel enabled.</summary>
    Kernel,
    /// <summary>What the hypervisor can give.</summary>
    Hypervisor,
    /// <summary>What a cluster promises.</summary>
    Baseline,
    /// <summary>What a guest asks for.</summary>
    Request,
    /// <summary>What a running guest got.</summary>
    Live,
}

/// <summary>What stands in a statement instead of, or beside, a model.</summary>
public enum StatementClass
{
    /// <summary>A model, or features only.</summary>
    None,
    /// <summary>The host's CPU as it is.</summary>
    HostPassthrough,
    /// <summary>The host's CPU as a model and features.</summary>
    HostModel,
    /// <summary>Everything that the hypervisor can give.</summary>
    Maximum,
    /// <summary>No feature but those that are named.</summary>
    Minimum,
    /// <summary>The hypervisor's own choice.</summary>
    Default,
    /// <summary>A level of the x86-64 psABI.</summary>
    Level,
    /// <summary>A set of features that only the platform knows.</summary>
    Opaque,
}
