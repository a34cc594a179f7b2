using NVirt.RelaxNg.Schemas;

namespace NVirt.RelaxNg.Patterns;

/// <summary>A set of names. Two sets written the same way are equal.</summary>
internal abstract record NameClass
{
    /// <summary>A name that no schema and no document contains: it stands for all other names.</summary>
    private const string Other = "\u0001";

    public abstract bool Contains(Name name);

    /// <summary>Whether there are infinitely many names in it.</summary>
    public abstract bool IsInfinite { get; }

    /// <summary>How many names and sets of names are written in it.</summary>
    public virtual int Size => 1;

    /// <summary>The names written in it, in order, for messages.</summary>
    public virtual IEnumerable<Name> Names => [];

    /// <summary>Sample names: two classes that overlap share at least one sample of either.</summary>
    protected abstract IEnumerable<Name> Witnesses { get; }

    public bool Overlaps(NameClass other) => (this, other) switch
    {
        (SimpleName a, SimpleName b) => a.Name == b.Name,
        _ => Witnesses.Concat(other.Witnesses).Any(n => Contains(n) && other.Contains(n)),
    };

    /// <summary>One name.</summary>
    public sealed record SimpleName(Name Name) : NameClass
    {
        public override bool IsInfinite => false;

        public override IEnumerable<Name> Names => [Name];

        protected override IEnumerable<Name> Witnesses => [Name];

        public override bool Contains(Name name) => name == Name;
    }

    /// <summary>Every name except some.</summary>
    public sealed record AnyName(NameClass? Except) : NameClass
    {
        public override bool IsInfinite => true;

        public override int Size { get; } = 1 + (Except?.Size ?? 0);

        protected override IEnumerable<Name> Witnesses => [new Name(Other, Other), .. Except?.Witnesses ?? []];

        public override bool Contains(Name name) => Except?.Contains(name) != true;
    }

    /// <summary>Every name of a namespace except some.</summary>
    public sealed record NamespaceName(string Uri, NameClass? Except) : NameClass
    {
        public override bool IsInfinite => true;

        public override int Size { get; } = 1 + (Except?.Size ?? 0);

        protected override IEnumerable<Name> Witnesses => [new Name(Uri, Other), .. Except?.Witnesses ?? []];

        public override bool Contains(Name name) => name.Namespace == Uri && Except?.Contains(name) != true;
    }

    /// <summary>The union of two sets.</summary>
    public sealed record Either(NameClass First, NameClass Second) : NameClass
    {
        public override bool IsInfinite => First.IsInfinite || Second.IsInfinite;

        public override int Size { get; } = First.Size + Second.Size;

        public override IEnumerable<Name> Names => First.Names.Concat(Second.Names);

        protected override IEnumerable<Name> Witnesses => First.Witnesses.Concat(Second.Witnesses);

        public override bool Contains(Name name) => First.Contains(name) || Second.Contains(name);
    }
}
