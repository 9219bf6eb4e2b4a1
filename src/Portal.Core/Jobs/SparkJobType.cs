namespace Portal.Core.Jobs;

/// <summary>Languages the operator knows (<c>spec.type</c>).</summary>
public enum SparkJobType
{
    Python,
    Scala,
    Java,
    R,
}
